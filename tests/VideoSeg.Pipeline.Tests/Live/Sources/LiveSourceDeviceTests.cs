using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Sources;

/// <summary>FFmpeg's input devices: test sources, and a grabber that is not there.</summary>
public sealed class LiveSourceDeviceTests
{
    [Theory]
    [InlineData("lavfi:testsrc2=size=160x120:rate=50", 50)]
    [InlineData("lavfi:testsrc2=size=160x120:rate=60000/1001,format=yuv422p10le", 60)]
    [InlineData("lavfi:smptehdbars=size=160x120:rate=60", 60)]
    public async Task TestSource_OfAnyRate_RunsAtItsOwnPace(string url, int rate)
    {
        var clock = new FakeTimeProvider();
        var times = new List<long>();
        var probe = new ReceiverProbe { OnFrame = (_, at) => times.Add(at) };
        await using LiveSource source = probe.Open(new LiveSourceOptions { Url = url }, ReceiverProbe.Context(clock));
        await probe.Until(p => p.Frames >= 40, clock, TimeSpan.FromMilliseconds(1));
        double seconds = (times[39] - times[0]) / (double)TimeSpan.TicksPerSecond;
        Assert.True(seconds >= (39.0 / rate) - 0.002, $"40 frames in {seconds} s");
        Assert.Equal((160, 120), (source.Status.Video!.Width, source.Status.Video.Height));
        Assert.InRange(source.Status.Video.FrameRate.Value, rate - 0.1, rate);
    }

    [Fact]
    public async Task Grabber_ThatIsNotThere_IsWaitedFor()
    {
        var probe = new ReceiverProbe();
        await using LiveSource source = probe.Open(new LiveSourceOptions { Url = "/dev/video97", ReconnectDelay = TimeSpan.FromMilliseconds(20) });
        await probe.Until(p => p.Changes.Count(change => change.State == LiveSourceState.Away) >= 2 && p.Slates > 0);
        Assert.Equal("there is nothing at /dev/video97", source.Status.Reason);
    }

    [Fact]
    public async Task TestSource_ThatFFmpegDoesNotUnderstand_SaysSo()
    {
        var probe = new ReceiverProbe();
        await using LiveSource source = probe.Open(new LiveSourceOptions { Url = "lavfi:nosuchsource" });
        await probe.Until(p => p.State == LiveSourceState.Away);
        Assert.Contains("nosuchsource", source.Status.Reason, StringComparison.Ordinal);
    }
}
