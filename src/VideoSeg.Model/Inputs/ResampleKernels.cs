using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VideoSeg.Model.Inputs;

/// <summary>
/// The inner loops of <see cref="InputConverter"/>. Rows are worked on eight at a time: after the vertical pass they stand side by side
/// ("columns": the eight rows' values of one element are neighbours), so that the horizontal pass and the colour arithmetic are plain
/// vector code whatever the width.
/// </summary>
internal static unsafe class ResampleKernels
{
    /// <summary>Rows worked on together.</summary>
    public const int Rows = 8;

    /// <summary>target[x] = sum over k of weights[k] * source[x] in row k, for bytes.</summary>
    public static void WeighRows(byte* source, long stride, float* weights, int taps, int count, float* target)
    {
        int x = 0;
        for (; x <= count - 32; x += 32)
        {
            Vector256<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            byte* p = source + x;
            for (int k = 0; k < taps; k++, p += stride)
            {
                Vector256<float> weight = Vector256.Create(weights[k]);
                sum0 = Vector256.MultiplyAddEstimate(Load(p), weight, sum0);
                sum1 = Vector256.MultiplyAddEstimate(Load(p + 8), weight, sum1);
                sum2 = Vector256.MultiplyAddEstimate(Load(p + 16), weight, sum2);
                sum3 = Vector256.MultiplyAddEstimate(Load(p + 24), weight, sum3);
            }

            sum0.Store(target + x);
            sum1.Store(target + x + 8);
            sum2.Store(target + x + 16);
            sum3.Store(target + x + 24);
        }

        for (; x < count; x++)
        {
            float sum = 0;
            byte* p = source + x;
            for (int k = 0; k < taps; k++, p += stride)
            {
                sum += *p * weights[k];
            }

            target[x] = sum;
        }
    }

    /// <summary>The same for words, of which the bits <paramref name="mask"/> count after a shift to the right.</summary>
    public static void WeighRows(ushort* source, long stride, int shift, int mask, float* weights, int taps, int count, float* target)
    {
        int x = 0;
        Vector256<int> masks = Vector256.Create(mask);
        for (; x <= count - 16; x += 16)
        {
            Vector256<float> sum0 = default, sum1 = default;
            byte* p = (byte*)(source + x);
            for (int k = 0; k < taps; k++, p += stride)
            {
                Vector256<float> weight = Vector256.Create(weights[k]);
                sum0 = Vector256.MultiplyAddEstimate(Load((ushort*)p, shift, masks), weight, sum0);
                sum1 = Vector256.MultiplyAddEstimate(Load((ushort*)p + 8, shift, masks), weight, sum1);
            }

            sum0.Store(target + x);
            sum1.Store(target + x + 8);
        }

        for (; x < count; x++)
        {
            float sum = 0;
            byte* p = (byte*)(source + x);
            for (int k = 0; k < taps; k++, p += stride)
            {
                sum += ((Unsafe.ReadUnaligned<ushort>(p) >> shift) & mask) * weights[k];
            }

            target[x] = sum;
        }
    }

    /// <summary>Eight rows of <paramref name="count"/> values, <paramref name="stride"/> apart, to count columns of eight.</summary>
    public static void RowsToColumns(float* rows, int stride, int count, float* columns)
    {
        int x = 0;
        if (Avx.IsSupported)
        {
            for (; x <= count - 8; x += 8)
            {
                Transpose8(rows + x, stride, columns + (x * Rows), Rows);
            }
        }

        for (; x < count; x++)
        {
            for (int r = 0; r < Rows; r++)
            {
                columns[(x * Rows) + r] = rows[(r * stride) + x];
            }
        }
    }

    /// <summary>Columns of eight back to the first <paramref name="rowCount"/> rows.</summary>
    public static void ColumnsToRows(float* columns, int count, float* rows, int stride, int rowCount)
    {
        int x = 0;
        if (Avx.IsSupported && rowCount == Rows)
        {
            for (; x <= count - 8; x += 8)
            {
                Transpose8(columns + (x * Rows), Rows, rows + x, stride);
            }
        }

        for (; x < count; x++)
        {
            for (int r = 0; r < rowCount; r++)
            {
                rows[(r * stride) + x] = columns[(x * Rows) + r];
            }
        }
    }

    /// <summary>
    /// The horizontal pass: target column i = sum over k of weight k * the source column of sample (start of i + k).
    /// <paramref name="columns"/> begins with the element that holds sample <see cref="ResampleAxis.Low"/> of the component.
    /// </summary>
    public static void WeighColumns(float* columns, int step, ResampleAxis axis, float* target)
    {
        ReadOnlySpan<int> starts = axis.Starts;
        ReadOnlySpan<int> counts = axis.Counts;
        int stride = step * Rows;
        fixed (float* weights = axis.Weights)
        {
            for (int i = 0; i < starts.Length; i++)
            {
                float* p = columns + ((long)(starts[i] - axis.Low) * stride);
                float* w = weights + (i * axis.Stride);
                Vector256<float> sum = default;
                for (int k = 0; k < counts[i]; k++, p += stride)
                {
                    sum = Vector256.MultiplyAddEstimate(Vector256.Load(p), Vector256.Create(w[k]), sum);
                }

                sum.Store(target + (i * Rows));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(byte* p)
    {
        if (Avx2.IsSupported)
        {
            return Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(p));
        }

        Vector128<ushort> words = Vector128.WidenLower(Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(p)).AsByte());
        return Vector256.ConvertToSingle(Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words)).AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(ushort* p, int shift, Vector256<int> mask)
    {
        Vector256<int> values;
        if (Avx2.IsSupported)
        {
            values = Avx2.ConvertToVector256Int32(p);
        }
        else
        {
            Vector128<ushort> words = Vector128.Load(p);
            values = Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words)).AsInt32();
        }

        return Vector256.ConvertToSingle((values >>> shift) & mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose8(float* source, int sourceStride, float* target, int targetStride)
    {
        Vector256<float> a = Vector256.Load(source);
        Vector256<float> b = Vector256.Load(source + sourceStride);
        Vector256<float> c = Vector256.Load(source + (2 * sourceStride));
        Vector256<float> d = Vector256.Load(source + (3 * sourceStride));
        Vector256<float> e = Vector256.Load(source + (4 * sourceStride));
        Vector256<float> f = Vector256.Load(source + (5 * sourceStride));
        Vector256<float> g = Vector256.Load(source + (6 * sourceStride));
        Vector256<float> h = Vector256.Load(source + (7 * sourceStride));

        (Vector256<float> ab0, Vector256<float> ab1) = (Avx.UnpackLow(a, b), Avx.UnpackHigh(a, b));
        (Vector256<float> cd0, Vector256<float> cd1) = (Avx.UnpackLow(c, d), Avx.UnpackHigh(c, d));
        (Vector256<float> ef0, Vector256<float> ef1) = (Avx.UnpackLow(e, f), Avx.UnpackHigh(e, f));
        (Vector256<float> gh0, Vector256<float> gh1) = (Avx.UnpackLow(g, h), Avx.UnpackHigh(g, h));

        (a, b) = (Avx.Shuffle(ab0, cd0, 0x44), Avx.Shuffle(ab0, cd0, 0xEE));
        (c, d) = (Avx.Shuffle(ab1, cd1, 0x44), Avx.Shuffle(ab1, cd1, 0xEE));
        (e, f) = (Avx.Shuffle(ef0, gh0, 0x44), Avx.Shuffle(ef0, gh0, 0xEE));
        (g, h) = (Avx.Shuffle(ef1, gh1, 0x44), Avx.Shuffle(ef1, gh1, 0xEE));

        Avx.Permute2x128(a, e, 0x20).Store(target);
        Avx.Permute2x128(b, f, 0x20).Store(target + targetStride);
        Avx.Permute2x128(c, g, 0x20).Store(target + (2 * targetStride));
        Avx.Permute2x128(d, h, 0x20).Store(target + (3 * targetStride));
        Avx.Permute2x128(a, e, 0x31).Store(target + (4 * targetStride));
        Avx.Permute2x128(b, f, 0x31).Store(target + (5 * targetStride));
        Avx.Permute2x128(c, g, 0x31).Store(target + (6 * targetStride));
        Avx.Permute2x128(d, h, 0x31).Store(target + (7 * targetStride));
    }
}
