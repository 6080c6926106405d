namespace VideoSeg.Model.OneDnn.Lowering;

/// <summary>
/// A kernel of 8 bits: weights[o][...] x Scales[o] is the kernel for inputs as they are stored. Symmetric, a scale for each output channel; the
/// scales of the input's channels are taken into it first, which costs nothing and lets every channel use its full range.
/// </summary>
internal sealed record QuantizedKernel(sbyte[] Weights, float[] Scales)
{
    /// <summary>Rounds a kernel [out, in, taps].</summary>
    /// <param name="kernel">[out, in, taps].</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="inputScales">What a stored 1 of each input channel means.</param>
    /// <param name="sums">How the processor adds the products.</param>
    public static QuantizedKernel Of(ReadOnlySpan<float> kernel, int outputs, ReadOnlySpan<float> inputScales, ProductSums sums)
    {
        int inputs = inputScales.Length, taps = kernel.Length / (outputs * inputs), size = inputs * taps;

        // What oneDNN halves is even, so that it rounds nothing again.
        int unit = sums == ProductSums.Halved ? 2 : 1;
        var weights = new sbyte[kernel.Length];
        var scales = new float[outputs];
        var scaled = new float[size];
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < size; i++)
            {
                scaled[i] = kernel[(o * size) + i] * inputScales[i / taps];
            }

            float largest = sums == ProductSums.Pairs ? LargestPair(scaled, inputs, taps) : LargestOf(scaled);
            scales[o] = largest > 0 ? largest / (sbyte.MaxValue / unit * unit) : 1;
            for (int i = 0; i < size; i++)
            {
                weights[(o * size) + i] = (sbyte)(unit * MathF.Round(scaled[i] / (unit * scales[o])));
            }
        }

        return new QuantizedKernel(weights, scales);
    }

    private static float LargestOf(ReadOnlySpan<float> values)
    {
        float largest = 0;
        foreach (float value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }

    /// <summary>
    /// The largest sum of one sign of two weights that are multiplied and added together, those of inputs 0 and 1, 2 and 3, and so on: with at
    /// most 127 for it, rounded to 128, 255 times as much is less than 2^15.
    /// </summary>
    private static float LargestPair(ReadOnlySpan<float> kernel, int inputs, int taps)
    {
        if (inputs % 2 != 0)
        {
            // Where a tap's last input may meet the next tap's first.
            return 2 * LargestOf(kernel);
        }

        float largest = 0;
        for (int i = 0; i < inputs; i += 2)
        {
            for (int t = 0; t < taps; t++)
            {
                float a = kernel[(i * taps) + t], b = kernel[((i + 1) * taps) + t];
                largest = Math.Max(largest, Math.Max(Math.Max(a, 0) + Math.Max(b, 0), -Math.Min(a, 0) - Math.Min(b, 0)));
            }
        }

        return largest;
    }
}
