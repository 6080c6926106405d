using System.Runtime.CompilerServices;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>What light meets at eight points.</summary>
/// <param name="albedo">Diffuse reflectance, linear RGB.</param>
/// <param name="normal">Unit normal of the tissue.</param>
/// <param name="film">Unit normal of the wet film on it.</param>
/// <param name="roughness">Squared width of the mirror lobe.</param>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct Surface(Vector3Lanes albedo, Vector3Lanes normal, Vector3Lanes film, Lanes roughness)
{
    public readonly Vector3Lanes Albedo = albedo;
    public readonly Vector3Lanes Normal = normal;
    public readonly Vector3Lanes Film = film;
    public readonly Lanes Roughness = roughness;

    /// <summary>A mixture: <paramref name="a"/> where <paramref name="share"/> is 0, <paramref name="b"/> where it is 1.</summary>
    public static Surface Blend(in Surface a, in Surface b, Lanes share) => new(
        a.Albedo + ((b.Albedo - a.Albedo) * share),
        (a.Normal + ((b.Normal - a.Normal) * share)).Normalized(),
        (a.Film + ((b.Film - a.Film) * share)).Normalized(),
        LaneMath.Lerp(a.Roughness, b.Roughness, share));
}
