using VideoSeg.Model.OneDnn.Lowering;
using VideoSeg.Model.Randomness;
using Xunit;

namespace VideoSeg.Model.Tests.OneDnn.Lowering;

public sealed class QuantizedKernelTests
{
    private const int Outputs = 5, Taps = 9;

    [Theory]
    [InlineData(ProductSums.Wide, 7, 1)]
    [InlineData(ProductSums.Wide, 8, 1)]
    [InlineData(ProductSums.Pairs, 7, 1)]
    [InlineData(ProductSums.Pairs, 8, 1)]
    [InlineData(ProductSums.Halved, 8, 2)]
    public void Of_RandomKernel_IsWithinHalfAStepOfIt(object sums, int inputs, int step)
    {
        (float[] kernel, float[] scales) = Random(inputs);
        Array.Clear(kernel, 2 * inputs * Taps, inputs * Taps); // an output that is 0
        QuantizedKernel found = QuantizedKernel.Of(kernel, Outputs, scales, (ProductSums)sums);
        for (int i = 0; i < kernel.Length; i++)
        {
            int output = i / (inputs * Taps);
            float meant = found.Weights[i] * found.Scales[output], wanted = kernel[i] * scales[i / Taps % inputs];
            Assert.True(Math.Abs(meant - wanted) <= 0.5001f * step * found.Scales[output], $"{wanted} became {meant}");
            Assert.Equal(0, found.Weights[i] % step);
        }
    }

    [Theory]
    [InlineData(ProductSums.Wide, 127)]
    [InlineData(ProductSums.Halved, 126)]
    public void Of_RandomKernel_UsesAllLevels(object sums, int levels)
    {
        (float[] kernel, float[] scales) = Random(inputs: 8);
        Assert.Equal(levels, QuantizedKernel.Of(kernel, Outputs, scales, (ProductSums)sums).Weights.Max(weight => Math.Abs((int)weight)));
    }

    /// <summary>255 times what is added in 16 bits must stay in them; what is alone, or of both signs, may have more than half of them.</summary>
    [Fact]
    public void Of_RandomKernelForPairs_FitsSixteenBitsAndNoTighter()
    {
        const int inputs = 8;
        (float[] kernel, float[] scales) = Random(inputs);
        sbyte[] weights = QuantizedKernel.Of(kernel, Outputs, scales, ProductSums.Pairs).Weights;
        int most = 0;
        for (int o = 0; o < Outputs; o++)
        {
            for (int i = 0; i < inputs; i += 2)
            {
                for (int t = 0; t < Taps; t++)
                {
                    int a = weights[(((o * inputs) + i) * Taps) + t], b = weights[(((o * inputs) + i + 1) * Taps) + t];
                    Assert.InRange(255 * (Math.Max(a, 0) + Math.Max(b, 0)), 0, short.MaxValue);
                    Assert.InRange(255 * (Math.Min(a, 0) + Math.Min(b, 0)), short.MinValue, 0);
                    most = Math.Max(most, Math.Max(Math.Abs(a), Math.Abs(b)));
                }
            }
        }

        Assert.InRange(most, 70, 127);
    }

    private static (float[] Kernel, float[] Scales) Random(int inputs)
    {
        var random = new NamedRandom(1, "kernel");
        return (
            [.. Enumerable.Range(0, Outputs * inputs * Taps).Select(_ => (float)(random.NextDouble() - 0.5))],
            [.. Enumerable.Range(0, inputs).Select(_ => (float)(0.01 + random.NextDouble()))]);
    }
}
