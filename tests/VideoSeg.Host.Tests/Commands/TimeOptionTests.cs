using VideoSeg.Host.Commands;
using Xunit;

namespace VideoSeg.Host.Tests.Commands;

public sealed class TimeOptionTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("90", 90)]
    [InlineData("0.5", 0.5)]
    [InlineData("12:30", 750)]
    [InlineData("1:02:03.250", 3723.25)]
    [InlineData("90:00", 5400)]
    public void Parse_Time_IsItsSeconds(string text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), TimeOption.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("1:60")]
    [InlineData("1:99:00")]
    [InlineData("1:2:3:4")]
    [InlineData("1,5")]
    [InlineData("1e3")]
    [InlineData("99999999999")]
    public void Parse_AnythingElse_IsNoTime(string text) => Assert.Null(TimeOption.Parse(text));

    [Theory]
    [InlineData(true, "0", true)]
    [InlineData(false, "0", false)]
    [InlineData(true, "x", false)]
    public void Create_Value_IsChecked(bool mayBeZero, string text, bool isTaken)
    {
        var command = new System.CommandLine.RootCommand { TimeOption.Create("--t", "", mayBeZero) };
        Assert.Equal(isTaken, command.Parse(["--t", text]).Errors.Count == 0);
    }
}
