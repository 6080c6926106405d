using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>A polyp as a distance field: a bumpy ellipsoid, on a bent stalk where it has one.</summary>
internal static class PolypField
{
    /// <summary>The distance from each point to the polyp's surface, in millimetres, at most about 1.3 times too large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Distance(Polyp polyp, Vector3Lanes point)
    {
        Vector3Lanes local = ToLocal(polyp, point);
        Vector3Lanes head = new(
            local.X * (1 / polyp.Radii.X), local.Y * (1 / polyp.Radii.Y),
            (local.Z - Vector256.Create(polyp.Height)) * (1 / polyp.Radii.Z));
        Vector3Lanes gradient = new(head.X * (1 / polyp.Radii.X), head.Y * (1 / polyp.Radii.Y), head.Z * (1 / polyp.Radii.Z));
        Lanes size = head.Length();
        Lanes distance = size * (size - Lanes.One) / (gradient.Length() + Vector256.Create(1e-6f));
        distance -= Lobes(polyp, head) * polyp.LobeHeight;
        if (polyp.StalkRadius > 0)
        {
            Lanes height = Vector256.MinNative(Vector256.MaxNative(local.Z, Vector256.Create(-2f)), Vector256.Create(polyp.Height));
            Lanes flare = (height * (2 / polyp.Height)) - Lanes.One;
            Lanes radius = ((flare * flare * 0.45f) + Lanes.One) * polyp.StalkRadius;
            Vector3Lanes axial = new(local.X, local.Y, local.Z - height);
            distance = LaneMath.SmoothMin(distance, axial.Length() - radius, polyp.StalkRadius * 0.9f);
        }

        return distance;
    }

    /// <summary>How much the surface near each point is the head's, 0 to 1: a stalk is covered by ordinary mucosa.</summary>
    public static Lanes HeadShare(Polyp polyp, Vector3Lanes point) => polyp.StalkRadius > 0
        ? LaneMath.SmoothStep(0.3f, 0.75f, ToLocal(polyp, point).Z * (1 / polyp.Height))
        : Lanes.One;

    /// <summary>Points in the polyp's frame (side, across, axis), straightened where the stalk bends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes ToLocal(Polyp polyp, Vector3Lanes point)
    {
        Vector3Lanes from = point - Vector3Lanes.Create(polyp.Anchor);
        Lanes x = Vector3Lanes.Dot(from, polyp.Side), y = Vector3Lanes.Dot(from, polyp.Across), z = Vector3Lanes.Dot(from, polyp.Axis);
        Lanes rise = LaneMath.Saturate(z * (1 / polyp.Height));
        Lanes bend = rise * rise;
        return new(x - (bend * polyp.Droop.X), y - (bend * polyp.Droop.Y), z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes Lobes(Polyp polyp, Vector3Lanes head)
    {
        float k = polyp.LobeWavenumber;
        Lanes a = LaneMath.Wave((head.X * k) + (head.Z * (0.6f * k)) + Vector256.Create(polyp.LobePhase.X));
        Lanes b = LaneMath.Wave((head.Y * k) - (head.X * (0.5f * k)) + (a * 0.16f) + Vector256.Create(polyp.LobePhase.Y));
        Lanes c = LaneMath.Wave((head.Z * k) + (head.Y * (0.7f * k)) + (b * 0.16f) + Vector256.Create(polyp.LobePhase.Z));
        Lanes small = LaneMath.Wave((head.X * (2.6f * k)) + (b * 0.2f)) * LaneMath.Wave((head.Y * (2.3f * k)) + (head.Z * (1.4f * k)) + (c * 0.2f));
        return ((a + b + c) * 0.4f) + (small * polyp.LobeDetail);
    }
}
