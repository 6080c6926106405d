using System.Threading.Channels;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Capture;

public sealed class CaptureStageTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)] // somebody stops it when all has been read: nothing is missing
    public async Task RunAsync_ToTheEnd_ReachesItWhateverHappensAfterwards(bool interrupts, bool afterwards)
    {
        using var folder = new TemporaryFolder();
        (bool reachedEnd, long frames) = await RunAsync(folder, stop => { }, stop =>
        {
            if (interrupts && afterwards)
            {
                stop.Interrupt();
            }
        });
        Assert.Equal((true, 5), (reachedEnd, frames));
    }

    [Fact]
    public async Task RunAsync_Interrupted_DoesNotReachTheEnd()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal((false, 0), await RunAsync(folder, stop => stop.Interrupt(), _ => { }));
    }

    private static async Task<(bool ReachedEnd, long Frames)> RunAsync(TemporaryFolder folder, Action<StopSignal> before, Action<StopSignal> after)
    {
        using VideoReader reader = FrameSupport.Open(Ffmpeg.Make(folder.File("a.mkv"), "testsrc2=size=64x64:rate=5:duration=1", "-c:v", "ffv1"));
        using var stop = new StopSignal();
        var metrics = new PipelineMetrics("test", TimeProvider.System);
        var items = new FrameItemPool(metrics);
        Channel<FrameItem> channel = Channel.CreateBounded<FrameItem>(16);
        var stage = new CaptureStage(reader, FieldMarker.Create(FieldSetting.Whole, redact: false, reader, new VideoReaderOptions(), CancellationToken.None), stop, items, metrics);
        before(stop);
        await stage.RunAsync(channel.Writer);
        after(stop);
        while (channel.Reader.TryRead(out FrameItem? item))
        {
            items.Drop(item, DropReason.Interrupted);
        }

        return (stage.ReachedEnd, metrics.Ledger.Captured);
    }
}
