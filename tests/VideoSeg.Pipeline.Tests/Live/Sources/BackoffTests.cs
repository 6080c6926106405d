using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Pipeline.Tests.Live.Sources;

public sealed class BackoffTests
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500), Longest = TimeSpan.FromSeconds(15), Stable = TimeSpan.FromSeconds(10);

    [Fact]
    public void Next_WithoutLuck_DoublesUpToTheLongest()
    {
        var backoff = new Backoff(First, Longest, Stable, () => 0.5);
        Assert.Equal([0.5, 1, 2, 4, 8, 15, 15], Enumerable.Range(0, 7).Select(_ => backoff.Next(TimeSpan.Zero).TotalSeconds));
    }

    [Fact]
    public void Next_AtManyDraws_LiesAroundTheNominalWaitAndNeverBeyondTheLongest()
    {
        var random = new Random(1);
        double[] first = [.. Enumerable.Range(0, 500).Select(_ => new Backoff(First, Longest, Stable, random.NextDouble).Next(TimeSpan.Zero).TotalSeconds)];
        Assert.All(first, wait => Assert.InRange(wait, 0.375, 0.625));
        Assert.True(first.Max() - first.Min() > 0.2, "the waits hardly differ");

        var backoff = new Backoff(First, Longest, Stable, random.NextDouble);
        Assert.All(Enumerable.Range(0, 500), _ => Assert.True(backoff.Next(TimeSpan.Zero) <= Longest));
        Assert.InRange(backoff.Next(TimeSpan.Zero).TotalSeconds, 11.25, 15);
    }

    [Fact]
    public void Next_AfterAStableTime_IsTheFirstWaitAgain()
    {
        var backoff = new Backoff(First, Longest, Stable, () => 0.5);
        for (int i = 0; i < 4; i++)
        {
            backoff.Next(TimeSpan.Zero);
        }

        Assert.Equal(8, backoff.Next(Stable - TimeSpan.FromTicks(1)).TotalSeconds);
        Assert.Equal(0.5, backoff.Next(Stable).TotalSeconds);
        Assert.Equal(1, backoff.Next(TimeSpan.Zero).TotalSeconds);
    }
}
