using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>A <see cref="SurfaceTexture"/> looked up at eight points; the fields are its channels.</summary>
internal readonly struct TexelLanes
{
    public readonly Lanes SlopeU;
    public readonly Lanes SlopeV;
    public readonly Lanes Vessels;
    public readonly Lanes DeepVessels;
    public readonly Lanes Hue;
    public readonly Lanes Residue;
    public readonly Lanes Mottle;
    public readonly Lanes SlopeSquared;

    private TexelLanes(ReadOnlySpan<float> texels)
    {
        SlopeU = Channel(texels, SurfaceTexture.SlopeU);
        SlopeV = Channel(texels, SurfaceTexture.SlopeV);
        Vessels = Channel(texels, SurfaceTexture.Vessels);
        DeepVessels = Channel(texels, SurfaceTexture.DeepVessels);
        Hue = Channel(texels, SurfaceTexture.Hue);
        Residue = Channel(texels, SurfaceTexture.Residue);
        Mottle = Channel(texels, SurfaceTexture.Mottle);
        SlopeSquared = Channel(texels, SurfaceTexture.SlopeSquared);
    }

    /// <summary>
    /// Looks a texture up at (u, v), in turns of its tile. <paramref name="footprint"/> is the size of a pixel on the surface in turns; the
    /// version chosen is one finer than it asks for, because every pixel has several rays.
    /// </summary>
    [SkipLocalsInit]
    public static TexelLanes Sample(SurfaceTexture texture, Lanes u, Lanes v, Lanes footprint)
    {
        Span<float> texels = stackalloc float[8 * SurfaceTexture.Channels];
        Lanes level = Log2(footprint * (0.5f * texture.Size));
        for (int lane = 0; lane < 8; lane++)
        {
            texture.Sample(u[lane], v[lane], level[lane]).CopyTo(texels[(lane * SurfaceTexture.Channels)..]);
        }

        return new TexelLanes(texels);
    }

    /// <summary>
    /// As the other overload, but at v = <paramref name="near"/> where <paramref name="share"/> is 0, at v = <paramref name="far"/>
    /// where it is 1, and a mixture of both between.
    /// </summary>
    [SkipLocalsInit]
    public static TexelLanes Sample(SurfaceTexture texture, Lanes u, Lanes near, Lanes far, Lanes share, Lanes footprint)
    {
        Span<float> texels = stackalloc float[8 * SurfaceTexture.Channels];
        Lanes level = Log2(footprint * (0.5f * texture.Size));
        for (int lane = 0; lane < 8; lane++)
        {
            float amount = share[lane];
            Lanes texel = texture.Sample(u[lane], amount < 1 ? near[lane] : far[lane], level[lane]);
            if (amount is > 0 and < 1)
            {
                texel = LaneMath.Lerp(texel, texture.Sample(u[lane], far[lane], level[lane]), Vector256.Create(amount));
            }

            texel.CopyTo(texels[(lane * SurfaceTexture.Channels)..]);
        }

        return new TexelLanes(texels);
    }

    /// <summary>Tilts a normal by the texture's relief, times <paramref name="share"/>; u and v run along the given directions.</summary>
    public Vector3Lanes Bump(Vector3Lanes normal, Vector3Lanes alongU, Vector3Lanes alongV, float share)
    {
        Vector3Lanes u = (alongU - (normal * Vector3Lanes.Dot(alongU, normal))).Normalized();
        Vector3Lanes v = (alongV - (normal * Vector3Lanes.Dot(alongV, normal))).Normalized();
        return (normal - (u * (SlopeU * share)) - (v * (SlopeV * share))).Normalized();
    }

    /// <summary>
    /// Squared width of the mirror lobe: the film's own, and the slopes that the texture's smaller versions no longer resolve
    /// (Olano and Baker, LEAN mapping, 2010).
    /// </summary>
    public Lanes Roughness(float film)
    {
        Lanes lost = SlopeSquared - LaneMath.MultiplyAdd(SlopeU, SlopeU, SlopeV * SlopeV);
        return LaneMath.MultiplyAdd(Vector256.MaxNative(lost, Lanes.Zero), Vector256.Create(0.5f), Vector256.Create(film));
    }

    // log2 to within 0.09: enough to choose a version of a texture.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes Log2(Lanes value) =>
        Vector256.ConvertToSingle(value.AsInt32() - Vector256.Create(0x3F800000)) * (1f / (1 << 23));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes Channel(ReadOnlySpan<float> texels, int channel) => Vector256.Create(
        texels[channel], texels[8 + channel], texels[16 + channel], texels[24 + channel],
        texels[32 + channel], texels[40 + channel], texels[48 + channel], texels[56 + channel]);
}
