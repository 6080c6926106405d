using System.Numerics;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>Colour and relief of the wall and of polyps at given points: textures laid over the shapes, tinted by the scene's palette.</summary>
internal sealed class SurfaceMaterial(ColonScene scene)
{
    // How much of a fold's height counts as way over the surface.
    private const float FoldStretch = 0.9f;

    private readonly WallField _wall = scene.Field.Wall;
    private readonly MucosaPalette _palette = scene.Palette;

    /// <summary>The wall at points with the given normals; <paramref name="footprint"/> is the size of a pixel there, in millimetres.</summary>
    public Surface Wall(Vector3Lanes point, Vector3Lanes normal, Lanes footprint)
    {
        const float Turns = 1 / MucosaTexture.TileMillimetres;
        _wall.Line.Offset(point.Z, out Lanes lineX, out Lanes lineY);
        Lanes x = point.X - lineX, y = point.Y - lineY;
        Lanes r = Vector256.Sqrt(LaneMath.MultiplyAdd(x, x, LaneMath.MultiplyAdd(y, y, Vector256.Create(1e-4f))));
        Lanes cos = x / r, sin = y / r;
        // v is the way over the surface along the tube: z, plus the way in over a fold's near side or out over its far side.
        Lanes u = LaneMath.AtanTurns(y, x) + Vector256.Create(scene.TextureOffset.X);
        Lanes along = LaneMath.MultiplyAdd(point.Z, Vector256.Create(Turns), Vector256.Create(scene.TextureOffset.Y));
        Lanes rise = (Vector256.Create(_wall.Radius) - r) * (FoldStretch * Turns);
        Lanes farSide = LaneMath.SmoothStep(-0.12f, 0.12f, normal.Z);
        TexelLanes texel = TexelLanes.Sample(scene.Library.Mucosa, u, along + rise, along - rise, farSide, footprint * Turns);

        Lanes hue = texel.Hue;
        Lanes vessels = texel.Vessels * LaneMath.Saturate(Vector256.Create(0.8f) - (hue * 0.8f));
        Vector3Lanes color = Tinted(_palette.Base, texel, 0.13f, vessels, texel.DeepVessels, scene.ResidueAmount);
        Vector3Lanes alongU = new(-sin, cos, Lanes.Zero);
        Vector3Lanes alongV = (new Vector3Lanes(-cos, -sin, Lanes.Zero) * ((Lanes.One - (farSide * 2f)) * FoldStretch)) + Vector3Lanes.Create(Vector3.UnitZ);
        return new Surface(color, texel.Bump(normal, alongU, alongV, 0.42f), texel.Bump(normal, alongU, alongV, 1.25f), texel.Roughness(0.0010f));
    }

    /// <summary>A polyp's head at points with the given normals.</summary>
    public Surface Head(Polyp polyp, Vector3Lanes point, Vector3Lanes normal, Lanes footprint)
    {
        Vector3Lanes local = PolypField.ToLocal(polyp, point);
        Vector3Lanes head = new Vector3Lanes(
            local.X * (1 / polyp.Radii.X), local.Y * (1 / polyp.Radii.Y),
            (local.Z - Vector256.Create(polyp.Height)) * (1 / polyp.Radii.Z)).Normalized();
        // Stereographic from the base: even and free of seams on all that can be seen.
        Lanes scale = Vector256.Create(2 / PolypTexture.TileRadii) / (Lanes.One + Vector256.MaxNative(head.Z, Vector256.Create(-0.7f)));
        TexelLanes texel = TexelLanes.Sample(
            scene.Library.PolypPatterns[polyp.Pattern],
            LaneMath.MultiplyAdd(head.X, scale, Vector256.Create(polyp.LobePhase.X)), LaneMath.MultiplyAdd(head.Y, scale, Vector256.Create(polyp.LobePhase.Y)),
            footprint * (1 / (PolypTexture.TileRadii * polyp.Radii.X)));

        Vector3Lanes color = Tinted(polyp.Albedo, texel, 0.12f, texel.Vessels * (0.4f * polyp.PatternStrength), Lanes.Zero, 0.5f * scene.ResidueAmount);
        Vector3Lanes alongU = Vector3Lanes.Create(polyp.Side), alongV = Vector3Lanes.Create(polyp.Across);
        return new Surface(color, texel.Bump(normal, alongU, alongV, 0.6f), texel.Bump(normal, alongU, alongV, 1), texel.Roughness(0.0014f));
    }

    private Vector3Lanes Tinted(Vector3 color, in TexelLanes texel, float mottle, Lanes vessels, Lanes deep, float residue)
    {
        Lanes brightness = LaneMath.MultiplyAdd(texel.Mottle, Vector256.Create(mottle), Lanes.One);
        Lanes redder = LaneMath.Saturate(texel.Hue), paler = LaneMath.Saturate(-texel.Hue), covered = texel.Residue * residue;
        return new(
            Tinted(0, color.X, brightness, redder, paler, vessels, deep, covered),
            Tinted(1, color.Y, brightness, redder, paler, vessels, deep, covered),
            Tinted(2, color.Z, brightness, redder, paler, vessels, deep, covered));
    }

    private Lanes Tinted(int channel, float color, Lanes brightness, Lanes redder, Lanes paler, Lanes vessels, Lanes deep, Lanes covered)
    {
        Lanes factor = LaneMath.MultiplyAdd(redder, Vector256.Create(_palette.Redder[channel] - 1), Lanes.One)
            * LaneMath.MultiplyAdd(paler, Vector256.Create(_palette.Paler[channel] - 1), Lanes.One);
        Lanes passed = LaneMath.ExpNegative(-((vessels * _palette.Vessel[channel]) + (deep * _palette.DeepVessel[channel])));
        return LaneMath.Lerp(factor * passed * brightness * color, Vector256.Create(_palette.Residue[channel]), covered);
    }
}
