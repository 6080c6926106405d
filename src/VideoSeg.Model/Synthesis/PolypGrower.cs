using System.Numerics;
using System.Runtime.Intrinsics;
using VideoSeg.Model.Randomness;

namespace VideoSeg.Model.Synthesis;

/// <summary>Puts polyps on the wall.</summary>
internal static class PolypGrower
{
    /// <summary>A polyp of the given form and head radius at <paramref name="z"/> on the side <paramref name="turn"/> (radians).</summary>
    public static Polyp Grow(WallField wall, MucosaPalette palette, PolypKind kind, float radius, float z, float turn, ref CounterRandom random)
    {
        Vector3 anchor = WallPoint(wall, z, turn);
        Vector3 axis = Normal(wall, anchor);
        float spin = random.Range(0, MathF.Tau);
        Vector3 first = Vector3.Normalize(Vector3.Cross(axis, MathF.Abs(axis.Z) < 0.9f ? Vector3.UnitZ : Vector3.UnitX));
        Vector3 side = (first * MathF.Cos(spin)) + (Vector3.Cross(axis, first) * MathF.Sin(spin));
        (Vector3 radii, float height, float blend) = kind switch
        {
            PolypKind.Sessile => (new Vector3(1, random.Range(0.66f, 1f), random.Range(0.62f, 0.9f)), random.Range(0.25f, 0.55f), random.Range(0.22f, 0.45f)),
            PolypKind.Elevated => (new Vector3(1.25f, random.Range(0.75f, 1.1f), random.Range(0.42f, 0.6f)), random.Range(0.08f, 0.18f), 0.3f),
            _ => (new Vector3(1, random.Range(0.7f, 1f), random.Range(0.8f, 1.2f)), random.Range(1.2f, 1.7f), 0.3f),
        };
        bool stalked = kind == PolypKind.Pedunculated;
        float redness = random.Range(0, 1);
        return new Polyp
        {
            Kind = kind,
            Anchor = anchor,
            Axis = axis,
            Side = side,
            Radii = radii * radius,
            Height = height * radius,
            Droop = stalked ? new Vector2(random.Range(-0.8f, 0.8f), random.Range(-0.8f, 0.8f)) * radius : default,
            StalkRadius = stalked ? random.Range(0.34f, 0.48f) * radius : 0,
            Blend = blend * radius,
            LobeHeight = random.Range(0.06f, kind == PolypKind.Elevated ? 0.09f : 0.17f) * radius,
            LobeDetail = random.Chance(0.4f) ? random.Range(0.2f, 0.4f) : random.Range(0.03f, 0.2f),
            LobeWavenumber = random.Range(0.2f, 0.4f),
            LobePhase = new Vector3(random.NextSingle(), random.NextSingle(), random.NextSingle()),
            Albedo = Vector3.Lerp(palette.Base * new Vector3(1.35f, 1.65f, 1.7f), palette.Base * new Vector3(1.4f, 1.15f, 1.3f), redness),
            Pattern = random.Integer(PolypTexture.Patterns),
            PatternStrength = random.Range(0.3f, 1f),
        };
    }

    private static Vector3 WallPoint(WallField wall, float z, float turn)
    {
        Vector3 point = wall.Line.Point(z);
        var outwards = new Vector3(MathF.Cos(turn), MathF.Sin(turn), 0);
        float distance = Distance(wall, point);
        for (int i = 0; i < 200 && distance > 0.02f; i++)
        {
            point += outwards * (distance * 0.8f);
            distance = Distance(wall, point);
        }

        return point;
    }

    private static Vector3 Normal(WallField wall, Vector3 point)
    {
        const float Step = 1.5f;
        return Vector3.Normalize(new Vector3(
            Distance(wall, point + (Vector3.UnitX * Step)) - Distance(wall, point - (Vector3.UnitX * Step)),
            Distance(wall, point + (Vector3.UnitY * Step)) - Distance(wall, point - (Vector3.UnitY * Step)),
            Distance(wall, point + (Vector3.UnitZ * Step)) - Distance(wall, point - (Vector3.UnitZ * Step))));
    }

    private static float Distance(WallField wall, Vector3 point) => wall.Distance(Vector3Lanes.Create(point))[0];
}
