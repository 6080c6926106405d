using VideoSeg.Pipeline.Live.Delivery.Batching;

namespace VideoSeg.Pipeline.Tests.Live.Delivery.Batching;

public sealed class BatchTimesTests
{
    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    [Fact]
    public void Of_AfterOneRun_IsBetweenNoLongerAndNoFaster()
    {
        var times = new BatchTimes(8);
        Assert.False(times.IsKnown);

        times.Record(2, Ms(20));

        Assert.True(times.IsKnown);
        Assert.Equal([20, 20, 30, 40, 50, 60, 70, 80], Enumerable.Range(1, 8).Select(size => times.Of(size).TotalMilliseconds), (a, b) => Math.Abs(a - b) < 0.01);
    }

    [Fact]
    public void Of_ASizeThatIsMeasured_IsWhatItTakes()
    {
        var times = new BatchTimes(4);
        times.Record(1, Ms(20));
        times.Record(2, Ms(22));
        Assert.Equal(22, times.Of(2).TotalMilliseconds, 3);

        // It becomes slower, and the mean follows.
        for (int i = 0; i < 60; i++)
        {
            times.Record(2, Ms(30));
        }

        Assert.InRange(times.Of(2).TotalMilliseconds, 29.9, 30);
    }

    [Fact]
    public void Of_ASizeThatWasSlowOnce_IsForgottenThroughItsNeighbours()
    {
        var times = new BatchTimes(4);
        times.Record(1, Ms(20));
        times.Record(4, Ms(25));
        times.Record(4, Ms(1000));
        Assert.True(times.Of(4) > Ms(100));

        times.Record(3, Ms(24));
        Assert.InRange(times.Of(4).TotalMilliseconds, 24, 32.01);
        Assert.InRange(times.Of(1).TotalMilliseconds, 8, 24);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_AnyNetwork_IsNeverLessThanItTakesUntilItIsMeasured(int seed)
    {
        var random = new Random(seed);
        const int limit = 16;
        double[] truth = new double[limit];
        double time = 5 + (20 * random.NextDouble());
        for (int i = 0; i < limit; i++)
        {
            // No less than the size before, and no more a frame.
            time = i == 0 ? time : time + (random.NextDouble() * time / i);
            truth[i] = time;
        }

        var times = new BatchTimes(limit);
        for (int run = 0; run < 200; run++)
        {
            int size = random.Next(1, limit + 1);
            times.Record(size, Ms(truth[size - 1]));
            Assert.All(Enumerable.Range(1, limit), other => Assert.True(times.Of(other).TotalMilliseconds >= truth[other - 1] - 0.001, $"{other} after {size}"));
            Assert.Equal(truth[size - 1], times.Of(size).TotalMilliseconds, 0.001);
        }

        Assert.Equal(truth, Enumerable.Range(1, limit).Select(size => times.Of(size).TotalMilliseconds), (a, b) => Math.Abs(a - b) < 0.001);
    }
}
