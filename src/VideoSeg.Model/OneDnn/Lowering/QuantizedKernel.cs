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
    /// <param name="levels">Largest stored weight: 127; 63 where the processor adds pairs of products in 16 bits.</param>
    public static QuantizedKernel Of(ReadOnlySpan<float> kernel, int outputs, ReadOnlySpan<float> inputScales, int levels)
    {
        int taps = kernel.Length / (outputs * inputScales.Length);
        int size = inputScales.Length * taps;
        var weights = new sbyte[kernel.Length];
        var scales = new float[outputs];
        var scaled = new float[size];
        for (int o = 0; o < outputs; o++)
        {
            float largest = 0;
            for (int i = 0; i < size; i++)
            {
                scaled[i] = kernel[(o * size) + i] * inputScales[i / taps];
                largest = Math.Max(largest, Math.Abs(scaled[i]));
            }

            scales[o] = largest > 0 ? largest / levels : 1;
            for (int i = 0; i < size; i++)
            {
                weights[(o * size) + i] = (sbyte)MathF.Round(scaled[i] / scales[o]);
            }
        }

        return new QuantizedKernel(weights, scales);
    }
}
