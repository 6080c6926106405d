using VideoSeg.Model.Training;
using Xunit;

namespace VideoSeg.Model.Tests.Training;

public class LearningRateScheduleTests
{
    private readonly LearningRateSchedule _schedule = new(peak: 0.1, finalFraction: 0.01, warmupSteps: 10);

    [Fact]
    public void At_DuringWarmup_RisesInEqualSteps()
    {
        Assert.Equal(0.01, _schedule.At(0, 0), 12);
        Assert.Equal(0.05, _schedule.At(4, 0), 12);
        Assert.Equal(0.1, _schedule.At(9, 0), 12);
        Assert.Equal(0.1, _schedule.At(10, 0), 12);
    }

    [Fact]
    public void At_HalfWay_IsTheMeanOfPeakAndEnd() => Assert.Equal(0.1 * (1 + 0.01) / 2, _schedule.At(60, 0.5), 12);

    [Fact]
    public void At_End_IsTheFinalFraction() => Assert.Equal(0.001, _schedule.At(110, 1), 12);
}
