using VideoSeg.Host.Commands;
using Xunit;

namespace VideoSeg.Host.Tests.Commands;

public sealed class PictureProgressTests
{
    [Fact]
    public void Report_NotOnATerminal_WritesALineNowAndThenWithTheTimeLeft()
    {
        var time = new ManualTime();
        using var text = new StringWriter { NewLine = "\n" };
        using (var progress = new PictureProgress(100, text, isTerminal: false, time))
        {
            time.Advance(TimeSpan.FromSeconds(4));
            progress.Report(1);
            time.Advance(TimeSpan.FromSeconds(6));
            progress.Report(20);
            time.Advance(TimeSpan.FromSeconds(1));
            progress.Report(21);
            progress.Message("error: x");
        }

        Assert.Equal("20 of 100 pictures, 2.0 a second, 40 s left\nerror: x\n", text.ToString());
    }

    [Fact]
    public void Report_OnATerminal_WritesOneLineAnewAndTakesItAway()
    {
        var time = new ManualTime();
        using var text = new StringWriter { NewLine = "\n" };
        using (var progress = new PictureProgress(2000, text, isTerminal: true, time))
        {
            time.Advance(TimeSpan.FromSeconds(1));
            progress.Report(1);
            time.Advance(TimeSpan.FromSeconds(1));
            progress.Report(2000);
        }

        Assert.Equal("\r\u001b[K1 of 2000 pictures, 1.0 a second, 33 min 19 s left\r\u001b[K2000 of 2000 pictures, 1000.0 a second\r\u001b[K", text.ToString());
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
