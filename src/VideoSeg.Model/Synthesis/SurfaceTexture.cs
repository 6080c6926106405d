using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VideoSeg.Model.Synthesis;

/// <summary>
/// What a surface looks like from close by: eight channels that tile the plane, with a pyramid of halved versions for the distance.
/// Channels: <see cref="SlopeU"/> to <see cref="SlopeSquared"/>.
/// </summary>
internal sealed class SurfaceTexture
{
    /// <summary>Slope of the surface's fine relief along u.</summary>
    public const int SlopeU = 0;

    /// <summary>Slope of the fine relief along v.</summary>
    public const int SlopeV = 1;

    /// <summary>Fine blood vessels, or pits on a polyp: 0 none, 1 full.</summary>
    public const int Vessels = 2;

    /// <summary>Deep, blurred vessels: 0 none, 1 full.</summary>
    public const int DeepVessels = 3;

    /// <summary>Slow variation of the colour, -1 to 1.</summary>
    public const int Hue = 4;

    /// <summary>Yellow residue: 0 none, 1 covered.</summary>
    public const int Residue = 5;

    /// <summary>Fine variation of brightness, -1 to 1.</summary>
    public const int Mottle = 6;

    /// <summary>Square of the slope: what of it the smaller versions lose comes back as roughness.</summary>
    public const int SlopeSquared = 7;

    /// <summary>Number of channels.</summary>
    public const int Channels = 8;

    private const float Scale = 1f / 8192;

    private readonly short[][] _levels;

    /// <summary>Builds the pyramid from <paramref name="planes"/>: one for each channel, values in [-4, 4), size x size, size a power of two.</summary>
    public SurfaceTexture(float[][] planes, int size)
    {
        Size = size;
        _levels = new short[BitOperations.Log2((uint)size) - 1][];
        for (int level = 0; level < _levels.Length; level++, size /= 2)
        {
            if (level > 0)
            {
                planes = Array.ConvertAll(planes, plane => Halve(plane, size));
            }

            _levels[level] = Interleave(planes, size);
        }
    }

    /// <summary>Texels along each side of the largest version.</summary>
    public int Size { get; }

    /// <summary>All channels at (u, v), in turns of the tile, from the version <paramref name="level"/> times halved (interpolated).</summary>
    public Vector256<float> Sample(float u, float v, float level)
    {
        level = MathF.Min(MathF.Max(level, 0), _levels.Length - 1.001f);
        int lower = (int)level;
        Vector256<float> fine = Bilinear(lower, u, v);
        return LaneMath.Lerp(fine, Bilinear(lower + 1, u, v), Vector256.Create(level - lower));
    }

    private Vector256<float> Bilinear(int level, float u, float v)
    {
        int size = Size >> level, mask = size - 1;
        float x = (u * size) - 0.5f, y = (v * size) - 0.5f;
        float floorX = MathF.Floor(x), floorY = MathF.Floor(y);
        int x0 = (int)floorX & mask, y0 = (int)floorY & mask, x1 = (x0 + 1) & mask, y1 = (y0 + 1) & mask;
        ref short texels = ref MemoryMarshal.GetArrayDataReference(_levels[level]);
        Vector256<float> wx = Vector256.Create(x - floorX);
        Vector256<float> top = LaneMath.Lerp(Texel(ref texels, (y0 * size) + x0), Texel(ref texels, (y0 * size) + x1), wx);
        Vector256<float> bottom = LaneMath.Lerp(Texel(ref texels, (y1 * size) + x0), Texel(ref texels, (y1 * size) + x1), wx);
        return LaneMath.Lerp(top, bottom, Vector256.Create(y - floorY)) * Scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Texel(ref short texels, int index)
    {
        Vector128<short> packed = Vector128.LoadUnsafe(ref texels, (nuint)(index * Channels));
        Vector256<int> wide = Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32(packed)
            : Vector256.Create(Vector128.WidenLower(packed), Vector128.WidenUpper(packed));
        return Vector256.ConvertToSingle(wide);
    }

    private static float[] Halve(float[] plane, int size)
    {
        var half = new float[size * size];
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                int from = (4 * y * size) + (2 * x);
                half[(y * size) + x] = (plane[from] + plane[from + 1] + plane[from + (2 * size)] + plane[from + (2 * size) + 1]) * 0.25f;
            }
        }

        return half;
    }

    private static short[] Interleave(float[][] planes, int size)
    {
        var texels = new short[size * size * Channels];
        for (int channel = 0; channel < Channels; channel++)
        {
            float[] plane = planes[channel];
            for (int i = 0; i < plane.Length; i++)
            {
                texels[(i * Channels) + channel] = (short)Math.Clamp(MathF.Round(plane[i] / Scale), short.MinValue, short.MaxValue);
            }
        }

        return texels;
    }
}
