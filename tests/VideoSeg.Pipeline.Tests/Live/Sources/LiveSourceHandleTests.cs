using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;
using VideoSeg.TestKit.Feeds;

namespace VideoSeg.Pipeline.Tests.Live.Sources;

/// <summary>Whatever a source was doing when it was stopped, it has let go of everything.</summary>
[Collection(NativeHandles.Name)]
public sealed class LiveSourceHandleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Source_ThatIsStopped_LeavesNoNativeHandle()
    {
        string path = Ffmpeg.Make(_folder.File("a.mp4"), "testsrc2=size=160x120:rate=50:duration=0.4", "-c:v", "libx264");
        int port = NetworkPorts.Free();
        MediaHandleCounts before = MediaLibrary.LiveHandles;

        // While it reads, loops and shows.
        await Run(path, p => p.Frames >= 60);
        // While it is away, with slates.
        await Run(_folder.File("none.mp4"), p => p.Slates >= 3);
        // While it opens, without a word from the other side.
        await Run($"udp://127.0.0.1:{port}", p => p.Slates >= 1);
        // After a connection that broke off.
        var probe = new ReceiverProbe();
        await using (probe.Open(new LiveSourceOptions { Url = $"srt://127.0.0.1:{port}", ReconnectDelay = TimeSpan.FromMilliseconds(50), MaxReconnectDelay = TimeSpan.FromMilliseconds(200) }))
        {
            using (FeedProcess.Ffmpeg("-re", "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25", "-c:v", "mpeg2video", "-f", "mpegts", $"srt://127.0.0.1:{port}?mode=listener"))
            {
                await probe.Until(p => p.FramesInARow >= 5);
            }

            await probe.Until(p => p.Slates >= 2 && p.FramesInARow == 0);
        }

        // One that was never started.
        await new LiveSource("a", "", new LiveSourceOptions { Url = path }, new ReceiverProbe(), ReceiverProbe.Context()).DisposeAsync();
        Assert.Equal(before, MediaLibrary.LiveHandles);
    }

    private static async Task Run(string url, Func<ReceiverProbe, bool> until)
    {
        var probe = new ReceiverProbe();
        await using LiveSource source = probe.Open(new LiveSourceOptions { Url = url, NoFrameTimeout = TimeSpan.FromMilliseconds(300) });
        await probe.Until(until);
    }
}
