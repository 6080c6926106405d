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
