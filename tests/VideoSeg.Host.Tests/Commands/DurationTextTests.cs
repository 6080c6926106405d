using VideoSeg.Host.Commands;
using Xunit;

namespace VideoSeg.Host.Tests.Commands;

public class DurationTextTests
{
    [Theory]
    [InlineData(0.9, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min 00 s")]
    [InlineData(307, "5 min 07 s")]
    [InlineData(7500, "2 h 05 min")]
    [InlineData(180_000, "50 h 00 min")]
    public void Of_ADuration_SaysItInTheTwoLargestUnits(double seconds, string expected) =>
        Assert.Equal(expected, DurationText.Of(TimeSpan.FromSeconds(seconds)));
}
