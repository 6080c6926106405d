using System.Numerics;

namespace VideoSeg.Model.Compile;

/// <summary>The channels within a tensor in row-major order: element i belongs to channel i / Inner % Count.</summary>
/// <param name="Outer">Product of the sizes before the channels.</param>
/// <param name="Count">Number of channels.</param>
/// <param name="Inner">Product of the sizes after them.</param>
internal readonly record struct KernelAxis(int Outer, int Count, int Inner)
{
    // Values of a channel that are mixed at once: with 256 channels they and their sums stay in the cache.
    private const int Piece = 64;

    /// <summary>Multiplies each channel by its factor.</summary>
    public void Scale(Span<float> values, ReadOnlySpan<double> factors)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(values[i] * factors[i / Inner % Count]);
        }
    }

    /// <summary>The part that belongs to <paramref name="length"/> channels from <paramref name="start"/> on.</summary>
    public float[] Slice(ReadOnlySpan<float> values, int start, int length)
    {
        var slice = new float[Outer * length * Inner];
        for (int o = 0; o < Outer; o++)
        {
            values.Slice(((o * Count) + start) * Inner, length * Inner).CopyTo(slice.AsSpan(o * length * Inner));
        }

        return slice;
    }

    /// <summary>The channels multiplied by a matrix [<paramref name="rows"/>, Count]: new channel r is the sum over c of matrix[r, c] times channel c.</summary>
    public float[] Mix(ReadOnlySpan<float> values, ReadOnlySpan<float> matrix, int rows)
    {
        double[] exact = Array.ConvertAll(values.ToArray(), value => (double)value);
        var mixed = new float[Outer * rows * Inner];
        Span<double> sums = stackalloc double[Piece];
        for (int o = 0; o < Outer; o++)
        {
            for (int start = 0; start < Inner; start += Piece)
            {
                Span<double> sum = sums[..Math.Min(Piece, Inner - start)];
                for (int r = 0; r < rows; r++)
                {
                    sum.Clear();
                    for (int c = 0; c < Count; c++)
                    {
                        AddScaled(sum, exact.AsSpan((((o * Count) + c) * Inner) + start, sum.Length), matrix[(r * Count) + c]);
                    }

                    Span<float> target = mixed.AsSpan((((o * rows) + r) * Inner) + start, sum.Length);
                    for (int i = 0; i < target.Length; i++)
                    {
                        target[i] = (float)sum[i];
                    }
                }
            }
        }

        return mixed;
    }

    private static void AddScaled(Span<double> sum, ReadOnlySpan<double> values, double factor)
    {
        var factors = new Vector<double>(factor);
        int i = 0;
        for (; i <= sum.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Span<double> lanes = sum[i..];
            (new Vector<double>(lanes) + (factors * new Vector<double>(values[i..]))).CopyTo(lanes);
        }

        for (; i < sum.Length; i++)
        {
            sum[i] += factor * values[i];
        }
    }
}
