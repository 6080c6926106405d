using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Tests.Segment;

public sealed class AnalysisScheduleTests
{
    [Fact]
    public void Takes_EveryThird_IsTheFirstFourthSeventh() =>
        Assert.Equal([0, 3, 6, 9], Taken(new AnalysisOptions { Every = 3 }, Enumerable.Range(0, 11).Select(i => i / 25.0)));

    [Theory]
    [InlineData(30, 10, 30)]
    [InlineData(29.97, 5, 15)]
    [InlineData(25, 2, 6)]
    [InlineData(10, 25, 30)]
    [InlineData(30, 0.5, 2)]
    public void Takes_SoManyASecond_IsThatManyWithTimesRoundedToMilliseconds(double frames, double rate, int expected) =>
        Assert.Equal(expected, Taken(new AnalysisOptions { FramesPerSecond = rate }, Enumerable.Range(0, (int)(3 * frames)).Select(i => Math.Round(i / frames, 3))).Count());

    [Fact]
    public void Takes_AfterAGapOrAJumpBack_BeginsAnew()
    {
        double[] times = [0, 0.1, 0.2, 50, 50.1, 50.5, 3, 3.1, 3.5];
        Assert.Equal([0, 3, 5, 6, 8], Taken(new AnalysisOptions { FramesPerSecond = 2 }, times));
    }

    private static IEnumerable<int> Taken(AnalysisOptions options, IEnumerable<double> times)
    {
        var schedule = new AnalysisSchedule(options);
        return [.. times.Select((seconds, i) => (i, Takes: schedule.Takes(seconds))).Where(frame => frame.Takes).Select(frame => frame.i)];
    }
}
