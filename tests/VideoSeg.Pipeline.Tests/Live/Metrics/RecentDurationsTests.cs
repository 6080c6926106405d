using VideoSeg.Pipeline.Live.Metrics;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Metrics;

public sealed class RecentDurationsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Summary_CoversTheLastSecondsOnly()
    {
        var recent = new RecentDurations(_time);
        for (int second = 0; second < 30; second++)
        {
            for (int i = 0; i < 10; i++)
            {
                recent.Record(TimeSpan.FromMilliseconds(second + 1));
                _time.Advance(TimeSpan.FromMilliseconds(100));
            }
        }

        // The clock stands at 30 s: of second 21 to 29.
        Assert.Equal(90, recent.Summary.Count);
        Assert.Equal(TimeSpan.FromMilliseconds(30), recent.Summary.Maximum);
        Assert.InRange(recent.Summary.P50.TotalMilliseconds, 25.5, 26.5);
        Assert.Equal(10, recent.PerSecond, 3);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal((0, 0), (recent.Summary.Count, recent.PerSecond));
    }

    [Fact]
    public void PerSecond_InTheFirstSecond_CountsThat()
    {
        var recent = new RecentDurations(_time);
        Assert.Equal(0, recent.PerSecond);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        recent.Record(TimeSpan.Zero);
        recent.Record(TimeSpan.Zero);
        Assert.Equal(4, recent.PerSecond, 3);
    }

    [Fact]
    public void Record_AllocatesNothing()
    {
        var recent = new RecentDurations(_time);
        recent.Record(TimeSpan.Zero);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            recent.Record(TimeSpan.FromMilliseconds(i));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
