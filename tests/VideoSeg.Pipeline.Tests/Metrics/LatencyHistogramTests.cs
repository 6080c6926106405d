using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Tests.Metrics;

public class LatencyHistogramTests
{
    [Fact]
    public void Percentile_RandomDurations_IsWithinThePromisedError()
    {
        var random = new Random(7);
        var histogram = new LatencyHistogram();
        long[] ticks = [.. Enumerable.Range(0, 20000).Select(_ => (long)Math.Exp(random.NextDouble() * 24))];
        foreach (long value in ticks)
        {
            histogram.Record(new TimeSpan(value));
        }

        Array.Sort(ticks);
        foreach (double share in new[] { 0, 0.01, 0.5, 0.95, 0.99, 0.999, 1 })
        {
            long exact = ticks[Math.Max((int)Math.Ceiling(share * ticks.Length), 1) - 1];
            Assert.InRange(histogram.Percentile(share).Ticks, exact * 0.984, exact * 1.016);
        }

        Assert.Equal(ticks[^1], histogram.Maximum.Ticks);
        Assert.Equal(ticks.Sum() / ticks.Length, histogram.Mean.Ticks);
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(0, 0)]
    [InlineData(31, 31)]
    public void Percentile_ShortDurations_AreExact(long ticks, long expected)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(new TimeSpan(ticks));
        Assert.Equal(expected, histogram.Percentile(0.5).Ticks);
    }

    [Fact]
    public void Percentile_NothingRecorded_IsZero() => Assert.Equal(TimeSpan.Zero, new LatencyHistogram().Percentile(0.99));

    [Fact]
    public void Record_BeyondTheRange_CountsInTheLastBucketAndKeepsTheMaximum()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromDays(3));
        Assert.Equal(TimeSpan.FromDays(3), histogram.Maximum);
        Assert.True(histogram.Percentile(0.5) > TimeSpan.FromHours(1));
    }
}
