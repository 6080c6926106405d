using System.Numerics;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>
/// The colour of surface points under the endoscope's two lamps: diffuse light that bleeds red under the skin, mirror highlights on the
/// wet film, darkness in the clefts, the glow of the surrounding wall.
/// </summary>
internal sealed class SurfaceShader(ColonScene scene, float radiansPerPixel)
{
    /// <summary>How far from a polyp it can still darken the wall, in millimetres.</summary>
    public const float ShadowReach = 2 * Openness;

    // How far from a surface the field is asked how open the place is.
    private const float Openness = 4;

    // Where the lamps' windows are, left and right of the lens.
    private const float LampOffset = 2.6f;

    private readonly SurfaceMaterial _material = new(scene);

    /// <summary>Shades the points at distance <paramref name="t"/> along the rays.</summary>
    /// <param name="field">The surfaces near the camera.</param>
    /// <param name="pose">The camera.</param>
    /// <param name="direction">Unit directions of the rays.</param>
    /// <param name="t">Distances, in millimetres.</param>
    /// <param name="distance">The field at those points.</param>
    /// <param name="active">The polyps near these rays.</param>
    /// <param name="polyp">All bits set where the nearest surface is a polyp's.</param>
    /// <returns>Linear RGB before exposure; 0 where the ray met nothing.</returns>
    public Vector3Lanes Shade(
        ColonField field, in CameraPose pose, Vector3Lanes direction, Lanes t, Lanes distance, ulong active, out Lanes polyp)
    {
        Vector3Lanes point = Vector3Lanes.Along(Vector3Lanes.Create(pose.Position), direction, t);
        Lanes hit = Vector256.LessThan(t, Vector256.Create(RayMarcher.FarDistance));
        Lanes step = LaneMath.MultiplyAdd(t, Vector256.Create(0.0008f), Vector256.Create(0.04f));
        Vector3Lanes normal = field.Normal(point, distance, step, active);
        Lanes facing = Vector256.MaxNative(-Vector3Lanes.Dot(normal, direction), Vector256.Create(0.1f));
        Surface surface = Material(field, point, normal, t * radiansPerPixel / Vector256.Sqrt(facing), active, out polyp);
        polyp &= hit;

        Lanes free = field.Distance(Vector3Lanes.Along(point, normal, Vector256.Create(Openness)), active) * (1 / Openness);
        Lanes open = LaneMath.Saturate(LaneMath.MultiplyAdd(LaneMath.Saturate(free), Vector256.Create(1.2f), Vector256.Create(0.05f)));
        Vector3Lanes light = Lamp(pose, LampOffset, point, direction, surface, open) + Lamp(pose, -LampOffset, point, direction, surface, open);
        // Light that the walls around have scattered: red, soft, and blocked in clefts.
        Lanes glow = open * 0.16f / LaneMath.MultiplyAdd(t, t, Vector256.Create(260f));
        Vector3Lanes albedo = surface.Albedo;
        light += new Vector3Lanes(albedo.X * albedo.X * 1.5f, albedo.Y * albedo.Y * 1.9f, albedo.Z * albedo.Z * 1.9f) * glow;
        return new(light.X & hit, light.Y & hit, light.Z & hit);
    }

    private Surface Material(ColonField field, Vector3Lanes point, Vector3Lanes normal, Lanes footprint, ulong active, out Lanes polyp)
    {
        Surface surface = _material.Wall(point, normal, footprint);
        polyp = Lanes.Zero;
        if (active == 0)
        {
            return surface;
        }

        Lanes wallDistance = field.Wall.Distance(point);
        for (; active != 0; active &= active - 1)
        {
            Polyp candidate = field.Polyps[BitOperations.TrailingZeroCount(active)];
            Lanes lead = wallDistance - PolypField.Distance(candidate, point);
            Lanes share = LaneMath.SmoothStep(-0.3f, 0.3f, lead * (1 / candidate.Blend));
            if (Vector256.GreaterThanAny(share, Lanes.Zero))
            {
                Surface head = _material.Head(candidate, point, normal, footprint);
                surface = Surface.Blend(surface, head, share * PolypField.HeadShare(candidate, point));
                polyp |= Vector256.GreaterThan(lead, Lanes.Zero);
            }
        }

        return surface;
    }

    private static Vector3Lanes Lamp(
        in CameraPose pose, float offset, Vector3Lanes point, Vector3Lanes direction, in Surface surface, Lanes open)
    {
        Vector3Lanes to = Vector3Lanes.Create(pose.Position + (pose.Right * offset)) - point;
        Lanes squared = Vector3Lanes.Dot(to, to);
        Vector3Lanes toLight = to * (Lanes.One / Vector256.Sqrt(squared));
        Lanes beam = LaneMath.Saturate(Vector256.Create(0.25f) - (Vector3Lanes.Dot(toLight, pose.Forward) * 0.75f));
        Lanes intensity = beam * 0.5f / (squared + Vector256.Create(20f));
        Lanes incidence = Vector3Lanes.Dot(surface.Normal, toLight);
        Lanes diffuse = intensity * LaneMath.MultiplyAdd(open, Vector256.Create(0.75f), Vector256.Create(0.25f));
        Lanes mirror = intensity * Mirror(surface, toLight, direction, incidence) * open;
        return new(
            LaneMath.MultiplyAdd(surface.Albedo.X * Wrapped(incidence, 0.22f), diffuse, mirror),
            LaneMath.MultiplyAdd(surface.Albedo.Y * Wrapped(incidence, 0.10f), diffuse, mirror),
            LaneMath.MultiplyAdd(surface.Albedo.Z * Wrapped(incidence, 0.06f), diffuse, mirror));
    }

    // Light that enters the tissue comes out beyond the edge of the shadow: red furthest.
    private static Lanes Wrapped(Lanes incidence, float reach) => LaneMath.Saturate((incidence + Vector256.Create(reach)) * (1 / (1 + reach)));

    // GGX microfacets (Walter et al. 2007) for the film, and a faint wide lobe for the tissue beneath.
    private static Lanes Mirror(in Surface surface, Vector3Lanes toLight, Vector3Lanes direction, Lanes incidence)
    {
        Lanes cos = Vector3Lanes.Dot(surface.Film, (toLight - direction).Normalized());
        Lanes alpha = surface.Roughness;
        Lanes wide = LaneMath.MultiplyAdd(cos * cos, alpha - Lanes.One, Lanes.One);
        // Rough film is dimmer than the model has it: seen from afar the mucosa would look grey.
        Lanes film = Vector256.MinNative(alpha, Vector256.Create(0.004f)) * 0.009f / LaneMath.MultiplyAdd(wide, wide, Vector256.Create(1e-7f));
        Lanes soft = LaneMath.MultiplyAdd(cos * cos, Vector256.Create(0.09f - 1), Lanes.One);
        Lanes sheen = Vector256.Create(0.00018f) / (soft * soft);
        return (film + sheen) * LaneMath.SmoothStep(0f, 0.25f, incidence) & Vector256.GreaterThan(cos, Lanes.Zero);
    }
}
