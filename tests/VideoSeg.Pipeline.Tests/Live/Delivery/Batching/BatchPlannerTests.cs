using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Delivery.Batching;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Delivery.Batching;

public sealed class BatchPlannerTests
{
    private const long Now = 1_000_000_000;

    private static readonly FakeTimeProvider Time = new();

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    [Theory]
    [InlineData(0, 4, 4, 0)]
    [InlineData(1, 4, 4, 1)]
    [InlineData(3, 4, 4, 3)]
    [InlineData(9, 9, 4, 4)]
    [InlineData(3, 9, 1, 1)]
    public void Plan_WithoutDelayAndTarget_TakesAllThatFit(int waiting, int places, int limit, int expected) =>
        Assert.Equal(new BatchPlan(expected, null), new BatchPlanner(TimeSpan.Zero, null, Time).Plan(Waiting(waiting), places, limit, new BatchTimes(limit), Now));

    [Theory]
    [InlineData(1, 2, 4, true)]
    [InlineData(3, 9, 4, true)]
    [InlineData(2, 2, 4, false)] // all who could
    [InlineData(4, 9, 4, false)] // full
    [InlineData(5, 9, 4, false)]
    [InlineData(1, 9, 1, false)] // nobody could join
    public void Plan_WithDelay_HoldsBackWhereSomebodyCouldJoin(int waiting, int places, int limit, bool isHeld)
    {
        BatchPlan plan = new BatchPlanner(Ms(10), null, Time).Plan(Waiting(waiting, since: 4), places, limit, new BatchTimes(limit), Now);
        Assert.Equal(isHeld ? new BatchPlan(0, Now + Ms(6).Ticks) : new BatchPlan(Math.Min(waiting, limit), null), plan);
    }

    [Fact]
    public void Plan_OldestHasWaitedLongEnough_TakesAll()
    {
        WaitingFrame[] waiting = [.. Waiting(1, since: 2), .. Waiting(1, since: 10), .. Waiting(1, since: 5)];
        Assert.Equal(new BatchPlan(3, null), new BatchPlanner(Ms(10), null, Time).Plan(waiting, 9, 8, new BatchTimes(8), Now));
        Assert.Equal(new BatchPlan(0, Now + 1), new BatchPlanner(Ms(10) + TimeSpan.FromTicks(1), null, Time).Plan(waiting, 9, 8, new BatchTimes(8), Now));
    }

    [Fact]
    public void Plan_WithTarget_TakesOneUntilSomethingIsKnown() =>
        Assert.Equal(new BatchPlan(1, null), new BatchPlanner(Ms(10), Ms(50), Time).Plan(Waiting(5), 9, 8, new BatchTimes(8), Now));

    [Theory]
    [InlineData(0, 5)] // 10 + 5 * 8 = 50
    [InlineData(8, 4)]
    [InlineData(31, 1)]
    [InlineData(33, 8)] // too late even alone: nothing is lost
    public void Plan_WithTarget_TakesWhatIsDoneInTime(double age, int expected) =>
        Assert.Equal(new BatchPlan(expected, null), new BatchPlanner(TimeSpan.Zero, Ms(50), Time).Plan(Waiting(8, age: age), 8, 8, Measured(8), Now));

    [Fact]
    public void Plan_FrameThatIsTooLateAnyway_HoldsNobodyUp()
    {
        WaitingFrame[] waiting = [.. Waiting(1, age: 60), .. Waiting(7, age: 2)];
        Assert.Equal(new BatchPlan(4, null), new BatchPlanner(TimeSpan.Zero, Ms(50), Time).Plan(waiting, 8, 8, Measured(8), Now));
    }

    [Fact]
    public void Plan_FrameThatWouldBeLateInALargerRun_WaitsForTheNext()
    {
        WaitingFrame[] waiting = [.. Waiting(3, age: 1), .. Waiting(1, age: 20), .. Waiting(2, age: 1)];
        Assert.Equal(new BatchPlan(3, null), new BatchPlanner(TimeSpan.Zero, Ms(50), Time).Plan(waiting, 8, 8, Measured(8), Now));
    }

    [Fact]
    public void Plan_WithDelayAndTarget_HoldsBackAsLongAsAnotherCouldJoinInTime()
    {
        var planner = new BatchPlanner(Ms(100), Ms(50), Time);
        // Two take 26 ms, three 34.
        Assert.Equal(new BatchPlan(0, Now + Ms(6).Ticks), Rounded(planner.Plan(Waiting(2, age: 10, since: 10), 8, 8, Measured(8), Now)));
        Assert.Equal(new BatchPlan(2, null), planner.Plan(Waiting(2, age: 16, since: 16), 8, 8, Measured(8), Now));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Plan_AnyFrames_NeverMakesLateWhatCouldBeInTime(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 2000; round++)
        {
            int limit = random.Next(1, 17), count = random.Next(0, 20), places = count + random.Next(0, 3);
            BatchTimes times = Measured(limit);
            TimeSpan delay = Ms(random.Next(3) * 7), target = Ms(random.Next(5, 200));
            WaitingFrame[] waiting = [.. Enumerable.Range(0, count).SelectMany(_ => Waiting(1, random.Next(0, 120), random.Next(0, 30)))];

            BatchPlan plan = new BatchPlanner(delay, target, Time).Plan(waiting, places, limit, times, Now);

            Assert.InRange(plan.Count, 0, Math.Min(limit, count));
            bool IsInTime(WaitingFrame frame, int size, long start) => Time.GetElapsedTime(frame.CapturedAt, start) + times.Of(size) <= target;
            if (plan.Count > 1)
            {
                Assert.All(waiting[..plan.Count].Where(frame => IsInTime(frame, 1, Now)), frame => Assert.True(IsInTime(frame, plan.Count, Now)));
            }

            if (plan.Until is { } until)
            {
                Assert.Equal(0, plan.Count);
                Assert.True(until > Now && count > 0 && count < Math.Min(limit, places));
                Assert.All(waiting, frame => Assert.True(until <= frame.Since + delay.Ticks));
                Assert.All(waiting.Where(frame => IsInTime(frame, 1, Now)), frame => Assert.True(IsInTime(frame, count, until)));
            }
            else
            {
                Assert.True(plan.Count > 0 || count == 0, "what is due is not left to wait");
            }
        }
    }

    private static BatchPlan Rounded(BatchPlan plan) => plan with { Until = (plan.Until + 5) / 10 * 10 };

    private static WaitingFrame[] Waiting(int count, double age = 0, double since = 0) =>
        [.. Enumerable.Repeat(new WaitingFrame(null!, null!, 0, Now - Ms(age).Ticks, Now) { Since = Now - Ms(since).Ticks }, count)];

    /// <summary>10 ms and 8 ms for each frame.</summary>
    private static BatchTimes Measured(int limit)
    {
        var times = new BatchTimes(limit);
        for (int size = 1; size <= limit; size++)
        {
            times.Record(size, Ms(10 + (8 * size)));
        }

        return times;
    }
}
