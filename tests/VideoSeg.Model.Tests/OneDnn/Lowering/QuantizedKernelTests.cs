using VideoSeg.Model.OneDnn.Lowering;
using VideoSeg.Model.Randomness;
using Xunit;

namespace VideoSeg.Model.Tests.OneDnn.Lowering;

public sealed class QuantizedKernelTests
{
    [Theory]
    [InlineData(127)]
    [InlineData(63)]
    public void Of_RandomKernel_IsWithinHalfAStepOfIt(int levels)
    {
        const int outputs = 5, inputs = 7, taps = 9;
        var random = new NamedRandom(1, "kernel");
        float[] kernel = [.. Enumerable.Range(0, outputs * inputs * taps).Select(_ => (float)(random.NextDouble() - 0.5))];
        float[] scales = [.. Enumerable.Range(0, inputs).Select(_ => (float)(0.01 + random.NextDouble()))];
        Array.Clear(kernel, 2 * inputs * taps, inputs * taps); // an output that is 0
        QuantizedKernel found = QuantizedKernel.Of(kernel, outputs, scales, levels);
        for (int i = 0; i < kernel.Length; i++)
        {
            int output = i / (inputs * taps);
            float meant = found.Weights[i] * found.Scales[output], wanted = kernel[i] * scales[i / taps % inputs];
            Assert.True(Math.Abs(meant - wanted) <= 0.5001f * found.Scales[output], $"{wanted} became {meant}");
        }

        Assert.Equal(levels, found.Weights.Max(weight => Math.Abs((int)weight)));
    }
}
