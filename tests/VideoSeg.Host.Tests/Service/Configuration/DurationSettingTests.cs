using VideoSeg.Host.Service.Configuration;
using Xunit;

namespace VideoSeg.Host.Tests.Service.Configuration;

public sealed class DurationSettingTests
{
    [Theory]
    [InlineData("200 ms", 200)]
    [InlineData("200ms", 200)]
    [InlineData("2 s", 2000)]
    [InlineData("1.5 min", 90_000)]
    [InlineData("12 h", 43_200_000)]
    [InlineData("30 d", 2_592_000_000)]
    [InlineData("0 s", 0)]
    [InlineData("00:00:02.5", 2500)]
    [InlineData("1.02:00:00", 93_600_000)]
    public void Parse_OfATime_GivesIt(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), DurationSetting.Parse(text));

    [Theory]
    [InlineData("5")] // .NET reads five days
    [InlineData("")]
    [InlineData("s")]
    [InlineData("5 seconds")]
    [InlineData("-5 s")]
    [InlineData("1e3 s")]
    [InlineData("5 S")]
    [InlineData("99999999999999 d")]
    public void Parse_OfAnythingElse_GivesNone(string text) => Assert.Null(DurationSetting.Parse(text));

    [Theory]
    [InlineData(0.2, "200 ms")]
    [InlineData(0.0005, "0.5 ms")]
    [InlineData(2, "2 s")]
    [InlineData(90, "90 s")]
    [InlineData(600, "10 min")]
    [InlineData(0, "0 s")]
    [InlineData(86_400, "1 d")]
    public void Format_OfATime_IsReadAgainAsTheSame(double seconds, string text)
    {
        TimeSpan time = TimeSpan.FromSeconds(seconds);

        Assert.Equal(text, DurationSetting.Format(time));
        Assert.Equal(time, DurationSetting.Parse(text));
    }
}
