using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VideoSeg.Model.Inputs;

/// <summary>The inner loops of <see cref="ProbabilityResizer"/>. Lengths are those of the last argument.</summary>
internal static unsafe class ProbabilityKernels
{
    /// <summary>target[x] = the value between source[left[x]] and its right neighbour; length: that of <paramref name="left"/>.</summary>
    public static void Expand(ReadOnlySpan<float> source, ReadOnlySpan<int> left, ReadOnlySpan<float> fraction, Span<float> target)
    {
        int x = 0;
        fixed (float* s = source, f = fraction, t = target)
        fixed (int* l = left)
        {
            if (Avx2.IsSupported)
            {
                for (; x <= left.Length - 8; x += 8)
                {
                    Vector256<int> index = Vector256.Load(l + x);
                    Vector256<float> a = Avx2.GatherVector256(s, index, 4);
                    Vector256<float> b = Avx2.GatherVector256(s + 1, index, 4);
                    (a + ((b - a) * Vector256.Load(f + x))).Store(t + x);
                }
            }

            for (; x < left.Length; x++)
            {
                t[x] = s[l[x]] + ((s[l[x] + 1] - s[l[x]]) * f[x]);
            }
        }
    }

    /// <summary>row = upper + (lower - upper) * fraction.</summary>
    public static void Blend(ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, float fraction, Span<float> row)
    {
        int x = 0;
        for (; x <= row.Length - 8; x += 8)
        {
            Vector256<float> a = Vector256.Create(upper[x..]);
            Vector256<float> b = Vector256.Create(lower[x..]);
            (a + ((b - a) * fraction)).CopyTo(row[x..]);
        }

        for (; x < row.Length; x++)
        {
            row[x] = upper[x] + ((lower[x] - upper[x]) * fraction);
        }
    }

    /// <summary>Probabilities times 255, rounded.</summary>
    public static void ToBytes(ReadOnlySpan<float> row, Span<byte> bytes)
    {
        int x = 0;
        for (; x <= bytes.Length - 32; x += 32)
        {
            Vector256<ushort> low = Vector256.Narrow(Scale(row[x..]), Scale(row[(x + 8)..]));
            Vector256<ushort> high = Vector256.Narrow(Scale(row[(x + 16)..]), Scale(row[(x + 24)..]));
            Vector256.Narrow(low, high).CopyTo(bytes[x..]);
        }

        for (; x < bytes.Length; x++)
        {
            bytes[x] = (byte)((Math.Clamp(row[x], 0, 1) * 255) + 0.5f);
        }
    }

    /// <summary>255 where the value is at least <paramref name="threshold"/>, else 0.</summary>
    public static void Threshold(ReadOnlySpan<float> row, float threshold, Span<byte> mask)
    {
        int x = 0;
        for (; x <= mask.Length - 32; x += 32)
        {
            Vector256<ushort> low = Vector256.Narrow(AtLeast(row[x..], threshold), AtLeast(row[(x + 8)..], threshold));
            Vector256<ushort> high = Vector256.Narrow(AtLeast(row[(x + 16)..], threshold), AtLeast(row[(x + 24)..], threshold));
            Vector256.Narrow(low, high).CopyTo(mask[x..]);
        }

        for (; x < mask.Length; x++)
        {
            mask[x] = row[x] >= threshold ? (byte)255 : (byte)0;
        }
    }

    private static Vector256<uint> Scale(ReadOnlySpan<float> values)
    {
        Vector256<float> clamped = Vector256.ClampNative(Vector256.Create(values), Vector256<float>.Zero, Vector256<float>.One);
        return Vector256.ConvertToInt32((clamped * 255f) + Vector256.Create(0.5f)).AsUInt32();
    }

    private static Vector256<uint> AtLeast(ReadOnlySpan<float> values, float threshold) =>
        Vector256.GreaterThanOrEqual(Vector256.Create(values), Vector256.Create(threshold)).AsUInt32();
}
