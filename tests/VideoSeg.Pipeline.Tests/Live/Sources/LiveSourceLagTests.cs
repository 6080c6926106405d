using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.TestKit;
using VideoSeg.TestKit.Feeds;

namespace VideoSeg.Pipeline.Tests.Live.Sources;

/// <summary>A receiver that stalls, and a feed that does not wait for it.</summary>
public sealed class LiveSourceLagTests
{
    [Fact]
    public async Task Delay_OfAReceiverThatStalls_DoesNotBuildUp()
    {
        int port = NetworkPorts.Free();
        TimeSpan? first = null;
        long firstAt = 0;
        var lags = new List<double>();
        using var never = new ManualResetEventSlim();
        int frames = 0;
        var probe = new ReceiverProbe
        {
            OnFrame = (frame, capturedAt) =>
            {
                first ??= frame.Time;
                firstAt = firstAt == 0 ? capturedAt : firstAt;
                // How much later this picture is here than the first one was, by the sender's clock: what has built up.
                lags.Add((TimeProvider.System.GetElapsedTime(firstAt) - (frame.Time - first.Value)).TotalSeconds);
                if (++frames % 10 == 0)
                {
                    never.Wait(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken); // the stall
                }
            },
        };
        using FeedProcess sender = FeedProcess.Ffmpeg(
            "-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=50", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "25", "-f", "mpegts",
            $"udp://127.0.0.1:{port}?pkt_size=1316");
        await using LiveSource source = probe.Open(new LiveSourceOptions { Url = $"udp://127.0.0.1:{port}", NoFrameTimeout = TimeSpan.FromMinutes(1) });
        await probe.Until(p => p.Frames >= 75);

        // Seven stalls of a second each: a queue would be some 6 s behind by now.
        Assert.True(probe.Late > 150, $"{probe.Late} frames were given up");
        Assert.True(lags.TakeLast(5).Min() < 2, $"the last pictures came {string.Join(", ", lags.TakeLast(5).Select(lag => $"{lag:f2}"))} s later than the first");
        Assert.True(source.Status.DroppedLate >= probe.Late, "not all that was given up is counted");
        Assert.Equal(1, source.Status.Connections);
    }
}
