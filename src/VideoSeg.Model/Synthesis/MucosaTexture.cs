using System.Runtime.Intrinsics;
using VideoSeg.Model.Randomness;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>The mucosa: fine wet relief, wrinkles, a network of vessels, patches of colour and traces of residue.</summary>
internal static class MucosaTexture
{
    /// <summary>Side of the tile in millimetres: about the circumference of the lumen.</summary>
    public const float TileMillimetres = 144;

    /// <summary>Makes the tile with <paramref name="size"/> texels along each side (a power of two).</summary>
    public static SurfaceTexture Create(ulong seed, int size = 1024)
    {
        var random = new CounterRandom(seed, 11);
        uint s = (uint)random.Next();
        var planes = new float[SurfaceTexture.Channels][];
        float[] height = TexturePlanes.Fill(size, (u, v) => Height(u, v, s));
        (planes[SurfaceTexture.SlopeU], planes[SurfaceTexture.SlopeV], planes[SurfaceTexture.SlopeSquared]) =
            (new float[size * size], new float[size * size], new float[size * size]);
        TexturePlanes.Slopes(height, size, TileMillimetres / size, planes[0], planes[1], planes[SurfaceTexture.SlopeSquared]);
        float scale = size / 1024f;
        planes[SurfaceTexture.Vessels] = new float[size * size];
        VesselTree.Paint(planes[SurfaceTexture.Vessels], size, 84, 2.3f * scale, 1.1f, new CounterRandom(seed, 12));
        planes[SurfaceTexture.DeepVessels] = new float[size * size];
        VesselTree.Paint(planes[SurfaceTexture.DeepVessels], size, 9, 7f * scale, 7f * scale, new CounterRandom(seed, 13));
        planes[SurfaceTexture.Hue] = TexturePlanes.Fill(size, (u, v) =>
            (TexturePlanes.Noise(u, v, 6, 5, s + 20) * 0.7f) + (TexturePlanes.Noise(u, v, 14, 13, s + 21) * 0.4f)
            + (TexturePlanes.Noise(u, v, 37, 33, s + 22) * 0.25f));
        planes[SurfaceTexture.Residue] = TexturePlanes.Fill(size, (u, v) => Residue(u, v, s + 30));
        planes[SurfaceTexture.Mottle] = TexturePlanes.Fill(size, (u, v) =>
            (TexturePlanes.Noise(u, v, 61, 57, s + 40) * 0.5f) + (TexturePlanes.Noise(u, v, 151, 149, s + 41) * 0.5f)
            + (TexturePlanes.Noise(u, v, 307, 311, s + 42) * 0.35f));
        return new SurfaceTexture(planes, size);
    }

    // Millimetres. Where it is wet the film and the crypts beneath it are grainy; elsewhere the surface is smooth.
    private static Lanes Height(Lanes u, Lanes v, uint seed)
    {
        Lanes wet = LaneMath.SmoothStep(-0.25f, 0.55f, TexturePlanes.Noise(u, v, 9, 8, seed + 1));
        // Turned by 45 degrees and bent, or the lattice of the noise would show as rows of highlights.
        Lanes bend = TexturePlanes.Noise(u, v, 31, 29, seed + 8) * 0.012f;
        Lanes grain = (TexturePlanes.Noise(u + v + bend, u - v, 74, 71, seed + 2) * 0.075f)
            + (TexturePlanes.Noise(u + v, u - v + bend, 147, 149, seed + 3) * 0.035f);
        Lanes wrinkle = (TexturePlanes.Noise(u, v, 9, 46, seed + 4) * 0.16f) + (TexturePlanes.Noise(u, v, 6, 21, seed + 7) * 0.55f);
        Lanes lumps = (TexturePlanes.Noise(u, v, 13, 14, seed + 5) * 0.34f) + (TexturePlanes.Noise(u, v, 34, 33, seed + 6) * 0.16f);
        return LaneMath.MultiplyAdd(grain, (wet * 0.85f) + Vector256.Create(0.15f), wrinkle + lumps);
    }

    private static Lanes Residue(Lanes u, Lanes v, uint seed)
    {
        Lanes where = TexturePlanes.Noise(u, v, 5, 4, seed);
        Lanes strands = TexturePlanes.Noise(u, v, 41, 29, seed + 1) + (TexturePlanes.Noise(u, v, 97, 89, seed + 2) * 0.5f);
        return LaneMath.SmoothStep(0.55f, 0.8f, (where * 0.75f) + (strands * 0.45f));
    }
}
