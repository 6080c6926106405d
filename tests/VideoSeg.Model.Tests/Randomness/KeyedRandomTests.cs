using VideoSeg.Model.Randomness;
using Xunit;

namespace VideoSeg.Model.Tests.Randomness;

public class KeyedRandomTests
{
    [Fact]
    public void NextDouble_ManyDraws_AreEvenInTheUnitInterval()
    {
        var random = new KeyedRandom(7, 3);
        int[] bins = new int[10];
        for (int i = 0; i < 100_000; i++)
        {
            bins[(int)(random.NextDouble() * 10)]++;
        }

        Assert.All(bins, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void Streams_OfNeighbouringKeys_AreUnrelated()
    {
        var first = new KeyedRandom(1, 2, 3);
        var second = new KeyedRandom(1, 2, 4);
        var same = new KeyedRandom(1, 2, 3);
        ulong value = first.NextUInt64();
        Assert.NotEqual(value, second.NextUInt64());
        Assert.Equal(value, same.NextUInt64());
    }

    [Fact]
    public void Factor_ManyDraws_StayWithinTheLimitEitherWay()
    {
        var random = new KeyedRandom(5);
        double[] factors = [.. Enumerable.Range(0, 10_000).Select(_ => random.Factor(0.25))];
        Assert.InRange(factors.Min(), 0.8, 0.81);
        Assert.InRange(factors.Max(), 1.24, 1.25);
        Assert.InRange(factors.Average(Math.Log), -0.01, 0.01);
    }
}
