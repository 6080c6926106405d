using VideoSeg.Pipeline.Output.Report;

namespace VideoSeg.Pipeline.Tests.Output.Report;

public sealed class ReportTextTests
{
    [Theory]
    [InlineData(0, "0:00.0")]
    [InlineData(5.24, "0:05.2")]
    [InlineData(59.96, "1:00.0")]
    [InlineData(3723.45, "1:02:03.4")]
    [InlineData(-0.01, "0:00.0")]
    public void Clock_OfSeconds(double seconds, string expected) => Assert.Equal(expected, ReportText.Clock(seconds));

    [Theory]
    [InlineData(0.04, "0.04 s")]
    [InlineData(2.44, "2.4 s")]
    [InlineData(185, "3 min 05 s")]
    [InlineData(7384, "2 h 03 min")]
    public void Length_OfSeconds(double seconds, string expected) => Assert.Equal(expected, ReportText.Length(seconds));

    [Theory]
    [InlineData("/wards/three/case 7.mp4", "case 7.mp4")]
    [InlineData("file:case.mp4", "case.mp4")]
    [InlineData("-", "standard input")]
    [InlineData("rtsp://user:secret@camera.local/ward/room1?key=secret", "rtsp://camera.local/room1")]
    [InlineData("lavfi:testsrc", "lavfi:")]
    public void Name_OfAnInput_LeaksNothing(string input, string expected) => Assert.Equal(expected, ReportText.Name(input));
}
