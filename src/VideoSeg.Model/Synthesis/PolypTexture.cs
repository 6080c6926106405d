using System.Runtime.Intrinsics;
using VideoSeg.Model.Randomness;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>The surface of polyps: pits, winding gyri, or smooth with capillaries.</summary>
internal static class PolypTexture
{
    /// <summary>Number of patterns.</summary>
    public const int Patterns = 3;

    /// <summary>Side of the tile in head radii of the polyp at its top.</summary>
    public const float TileRadii = 3.2f;

    /// <summary>Makes the tile of one pattern.</summary>
    public static SurfaceTexture Create(ulong seed, int pattern, int size = 512)
    {
        var random = new CounterRandom(seed, 50 + (uint)pattern);
        uint s = (uint)random.Next();
        var planes = new float[SurfaceTexture.Channels][];
        for (int channel = 0; channel < planes.Length; channel++)
        {
            planes[channel] = new float[size * size];
        }

        float[] marks = pattern switch
        {
            0 => TexturePlanes.Fill(size, (u, v) => Pits(u, v, s)),
            1 => TexturePlanes.Fill(size, (u, v) => Gyri(u, v, s)),
            _ => planes[SurfaceTexture.Vessels],
        };
        if (pattern == 2)
        {
            VesselTree.Paint(marks, size, 26, 2.2f, 1.2f, new CounterRandom(seed, 60));
        }

        float[] height = TexturePlanes.Fill(size, (u, v) =>
            (TexturePlanes.Noise(u, v, 9, 8, s + 1) * 0.035f) + (TexturePlanes.Noise(u, v, 21, 20, s + 2) * 0.015f)
            + (TexturePlanes.Noise(u, v, 57, 55, s + 3) * 0.0035f));
        for (int i = 0; i < height.Length; i++)
        {
            height[i] -= marks[i] * 0.0025f;
        }

        TexturePlanes.Slopes(height, size, TileRadii / size, planes[SurfaceTexture.SlopeU], planes[SurfaceTexture.SlopeV],
            planes[SurfaceTexture.SlopeSquared]);
        planes[SurfaceTexture.Vessels] = marks;
        planes[SurfaceTexture.Hue] = TexturePlanes.Fill(size, (u, v) =>
            (TexturePlanes.Noise(u, v, 3, 4, s + 4) * 0.7f) + (TexturePlanes.Noise(u, v, 9, 10, s + 5) * 0.4f));
        planes[SurfaceTexture.Residue] = TexturePlanes.Fill(size, (u, v) => LaneMath.SmoothStep(
            0.62f, 0.85f, (TexturePlanes.Noise(u, v, 3, 3, s + 6) * 0.8f) + (TexturePlanes.Noise(u, v, 17, 15, s + 7) * 0.4f)));
        planes[SurfaceTexture.Mottle] = TexturePlanes.Fill(size, (u, v) =>
            (TexturePlanes.Noise(u, v, 27, 28, s + 8) * 0.5f) + (TexturePlanes.Noise(u, v, 71, 69, s + 9) * 0.5f));
        return new SurfaceTexture(planes, size);
    }

    private static Lanes Pits(Lanes u, Lanes v, uint seed)
    {
        Lanes dots = TexturePlanes.Noise(u, v, 64, 62, seed + 15) + (TexturePlanes.Noise(u, v, 13, 14, seed + 16) * 0.25f);
        return LaneMath.SmoothStep(0.15f, 0.6f, dots);
    }

    private static Lanes Gyri(Lanes u, Lanes v, uint seed)
    {
        Lanes field = (TexturePlanes.Noise(u, v, 33, 32, seed + 15) * 1f) + (TexturePlanes.Noise(u, v, 14, 15, seed + 16) * 0.6f);
        Lanes furrow = Vector256.Abs(field);
        return Lanes.One - LaneMath.SmoothStep(0.03f, 0.22f, furrow);
    }
}
