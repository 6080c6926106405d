using VideoSeg.Model.OneDnn;
using Xunit;

namespace VideoSeg.Model.Tests.OneDnn;

public sealed class ProbabilitiesTests
{
    private const int Pixels = 37; // no multiple of any vector

    [Fact]
    public void FromLogits_OnePlane_IsTheLogisticFunction()
    {
        float[] logits = [.. Enumerable.Range(0, Pixels).Select(i => (i - 18) * 0.7f)], found = new float[Pixels];
        Assert.True(Probabilities.FromLogits(logits, 1, found));
        Assert.All(logits.Zip(found), pair => Assert.Equal(1 / (1 + Math.Exp(-pair.First)), pair.Second, 1e-6));
    }

    [Fact]
    public void FromLogits_ThreePlanes_IsTheSoftmaxWithoutTheBackground()
    {
        float[] logits = [.. Enumerable.Range(0, 3 * Pixels).Select(i => MathF.Sin(i) * 20)], found = new float[2 * Pixels];
        float[] given = [.. logits];
        Assert.True(Probabilities.FromLogits(logits, 3, found));
        for (int i = 0; i < Pixels; i++)
        {
            double[] powers = [.. Enumerable.Range(0, 3).Select(p => Math.Exp(given[(p * Pixels) + i]))];
            Assert.Equal(powers[1] / powers.Sum(), found[i], 1e-6);
            Assert.Equal(powers[2] / powers.Sum(), found[Pixels + i], 1e-6);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(3, 2)]
    public void MeanFromLogits_OfSeveralOutputs_IsTheMeanOfTheirProbabilities(int planes, int outputs)
    {
        int found = Math.Max(1, planes - 1) * Pixels;
        float[] logits = [.. Enumerable.Range(0, outputs * planes * Pixels).Select(i => MathF.Sin(i) * 20)], mean = new float[found], single = new float[found];
        var sums = new double[found];
        foreach (float[] output in logits.Chunk(planes * Pixels))
        {
            Assert.True(Probabilities.FromLogits([.. output], planes, single));
            sums = [.. sums.Zip(single, (sum, value) => sum + value)];
        }

        Assert.True(Probabilities.MeanFromLogits(logits, planes, mean, outputs == 1 ? [] : single));
        Assert.All(sums.Zip(mean), pair => Assert.Equal(pair.First / outputs, pair.Second, 1e-6));
    }

    [Fact]
    public void MeanFromLogits_OfOneThatIsNotFinite_SaysSo()
    {
        var logits = new float[4 * Pixels];
        logits[(2 * Pixels) + 5] = float.NaN;
        Assert.False(Probabilities.MeanFromLogits(logits, 1, new float[Pixels], new float[Pixels]));
    }

    [Theory]
    [InlineData(1, 3, float.NaN)]
    [InlineData(1, 36, float.PositiveInfinity)]
    [InlineData(3, 50, float.NegativeInfinity)]
    public void FromLogits_ThatAreNotFinite_SaysSo(int planes, int at, float value)
    {
        var logits = new float[planes * Pixels];
        logits[at] = value;
        Assert.False(Probabilities.FromLogits(logits, planes, new float[Math.Max(1, planes - 1) * Pixels]));
    }
}
