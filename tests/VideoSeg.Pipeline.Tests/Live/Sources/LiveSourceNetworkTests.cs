using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.TestKit;
using VideoSeg.TestKit.Feeds;

namespace VideoSeg.Pipeline.Tests.Live.Sources;

/// <summary>Real servers and senders of every kind: not there yet, there, killed, there again. The stream is the same one throughout.</summary>
public sealed class LiveSourceNetworkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = NetworkPorts.Free();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public Task Rtsp_WhateverTheServerDoes_IsTakenUpAgain(string transport) => ComesGoesAndComesBack(
        Options($"rtsp://127.0.0.1:{_port}/live", ("rtsp_transport", transport)),
        async () =>
        {
            FeedProcess server = FeedProcess.Python("rtsp_server.py", $"{_port}");
            await server.ReadyAsync(TestContext.Current.CancellationToken);
            return server;
        },
        (320, 240));

    [Fact]
    public Task Rtsp_OfTheRealClip_IsTakenUpAgain()
    {
        string clip = RealClip("clip.mp4");
        return ComesGoesAndComesBack(
            Options($"rtsp://127.0.0.1:{_port}/live"),
            async () =>
            {
                FeedProcess server = FeedProcess.Python("rtsp_server.py", $"{_port}", "--clip", clip);
                await server.ReadyAsync(TestContext.Current.CancellationToken);
                return server;
            },
            (480, 360));
    }

    [Fact]
    public Task UdpTransportStream_OfTheRealClip_IsTakenUpAgain()
    {
        string clip = RealClip("clip.ts");
        return ComesGoesAndComesBack(
            Options($"udp://127.0.0.1:{_port}"),
            () => Sends("-re", "-stream_loop", "-1", "-i", clip, "-c", "copy", "-f", "mpegts", $"udp://127.0.0.1:{_port}?pkt_size=1316"),
            (480, 360));
    }

    [Fact]
    public Task Srt_CalledByUs_IsTakenUpAgain() => ComesGoesAndComesBack(
        Options($"srt://127.0.0.1:{_port}"),
        () => Sends([.. Picture, "-f", "mpegts", $"srt://127.0.0.1:{_port}?mode=listener"]),
        (320, 240));

    [Fact]
    public Task Srt_CallingUs_IsTakenUpAgain() => ComesGoesAndComesBack(
        Options($"srt://127.0.0.1:{_port}?mode=listener"),
        () => Sends([.. Picture, "-f", "mpegts", $"srt://127.0.0.1:{_port}?mode=caller&connect_timeout=30000"]),
        (320, 240));

    [Fact]
    public Task Rtmp_OfAServer_IsTakenUpAgain() => ComesGoesAndComesBack(
        Options($"rtmp://127.0.0.1:{_port}/live/key"),
        () => Sends([.. Picture, "-f", "flv", "-listen", "1", $"rtmp://127.0.0.1:{_port}/live/key"]),
        (320, 240));

    [Fact]
    public async Task Rtp_WithSdp_IsTakenUpAgain()
    {
        string sdp = _folder.File("feed.sdp");
        string[] send = [.. Picture, "-f", "rtp", "-sdp_file", sdp, $"rtp://127.0.0.1:{_port}"];
        await ComesGoesAndComesBack(Options(sdp), () => Sends(send), (320, 240));
    }

    [Fact]
    public async Task Hls_OfAWebServer_RunsAtItsOwnPaceAndIsTakenUpAgain()
    {
        string[] arguments = [.. Picture, "-f", "hls", "-hls_time", "1", "-hls_list_size", "4", "-hls_flags", "delete_segments", _folder.File("live.m3u8")];
        using FeedProcess encoder = FeedProcess.Ffmpeg(arguments);
        await ComesGoesAndComesBack(
            Options($"http://127.0.0.1:{_port}/live.m3u8"),
            () => Task.FromResult<IDisposable>(new FolderServer(_folder.Path, _port)),
            (320, 240));
    }

    [Fact]
    public async Task Hls_ThatHasEnded_IsNotShownAgainAsIfItWereLive()
    {
        string[] arguments = ["-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=8", .. Coding, "-f", "hls", "-hls_time", "1", "-hls_list_size", "0", _folder.File("live.m3u8")];
        using FeedProcess encoder = FeedProcess.Ffmpeg(arguments);
        using var server = new FolderServer(_folder.Path, _port);
        var probe = new ReceiverProbe();
        await using LiveSource source = probe.Open(Options($"http://127.0.0.1:{_port}/live.m3u8"));
        await probe.Until(p => p.FramesInARow >= 10);
        int Ends() => probe.Changes.Count(change => change.State == LiveSourceState.Away && change.Reason.EndsWith("has ended the stream", StringComparison.Ordinal));
        await probe.Until(_ => Ends() >= 1);
        int frames = probe.Frames;
        await probe.Until(_ => Ends() >= 3);
        Assert.Equal(frames, probe.Frames);
    }

    [Fact]
    public async Task Instruments_ThatThrow_DoNotEndTheReading()
    {
        var probe = new ReceiverProbe();
        LiveContext context = ReceiverProbe.Context();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter == context.Instruments.Meter && instrument.Name == "videoseg.live.source.faults")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("nobody counts"));
        listener.Start();
        await using LiveSource source = probe.Open(Options($"tcp://127.0.0.1:{_port}"), context);
        await probe.Until(p => p.Changes.Count(change => change is { State: LiveSourceState.Away, Reason: "nobody counts" }) >= 2);
        Assert.True(source.Status.Faults >= 2);
    }

    [Fact]
    public async Task Feed_ThatFallsSilent_ShowsASlateAndGoesOnByTheSameConnection()
    {
        var probe = new ReceiverProbe();
        LiveSourceOptions options = Options($"udp://127.0.0.1:{_port}") with { NoFrameTimeout = TimeSpan.FromSeconds(0.5), ReadTimeout = TimeSpan.FromMinutes(5) };
        using FeedProcess sender = FeedProcess.Ffmpeg([.. Picture, "-f", "mpegts", $"udp://127.0.0.1:{_port}?pkt_size=1316"]);
        LiveContext context = ReceiverProbe.Context();
        var counts = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<long>((instrument, count, _, _) =>
        {
            if (instrument.Meter == context.Instruments.Meter)
            {
                counts.AddOrUpdate(instrument.Name, count, (_, before) => before + count);
            }
        });
        listener.Start();
        await using LiveSource source = probe.Open(options, context);
        await probe.Until(p => p.FramesInARow >= 10);
        sender.Pause();
        await probe.Until(p => p.State == LiveSourceState.Silent && p.SlateSize == (320, 240));
        Assert.Equal((320, 240), probe.SlateSize);
        Assert.Equal($"no picture comes from udp://127.0.0.1:{_port}, although the connection stands", source.Status.Reason);
        sender.Continue();
        await probe.Until(p => p.State == LiveSourceState.Live && p.FramesInARow >= 10);
        Assert.Equal((1, 1), (source.Status.Connections, source.Status.Faults));
        Assert.Equal((1, 1), (counts["videoseg.live.source.connections"], counts["videoseg.live.source.faults"]));
    }

    [Fact]
    public async Task Feed_ThatStaysSilent_IsGivenUpAndOpenedAnew()
    {
        var probe = new ReceiverProbe();
        using FeedProcess sender = FeedProcess.Ffmpeg([.. Picture, "-f", "mpegts", $"udp://127.0.0.1:{_port}?pkt_size=1316"]);
        await using LiveSource source = probe.Open(Options($"udp://127.0.0.1:{_port}"));
        await probe.Until(p => p.FramesInARow >= 10);
        sender.Pause();
        await probe.Until(p => p.State == LiveSourceState.Away);
        Assert.Contains("nothing comes from", probe.Changes.Last(change => change.State == LiveSourceState.Away).Reason, StringComparison.Ordinal);
        sender.Continue();
        await probe.Until(p => p.State == LiveSourceState.Live && p.FramesInARow >= 10);
        Assert.Equal(2, source.Status.Connections);
    }

    [Fact]
    public async Task Feed_WhosePicturesChangeSize_GoesOnAndIsTold()
    {
        var probe = new ReceiverProbe();
        await using LiveSource source = probe.Open(Options($"udp://127.0.0.1:{_port}") with { ReadTimeout = TimeSpan.FromMinutes(5) });
        string[] sizes = ["320x240", "640x360"];
        foreach (string size in sizes)
        {
            using FeedProcess sender = FeedProcess.Ffmpeg(["-re", "-f", "lavfi", "-i", $"testsrc2=size={size}:rate=25", .. Coding, "-f", "mpegts", $"udp://127.0.0.1:{_port}?pkt_size=1316"]);
            await probe.Until(p => $"{p.Changes.LastOrDefault()?.Video?.Width}x{p.Changes.LastOrDefault()?.Video?.Height}" == size && p.FramesInARow >= 10);
        }

        Assert.Equal(1, source.Status.Connections);
    }

    [Fact]
    public async Task Rtsp_WithPassword_KeepsItToItself()
    {
        using FeedProcess server = FeedProcess.Python("rtsp_server.py", $"{_port}", "--user", "bob:geheim42");
        await server.ReadyAsync(TestContext.Current.CancellationToken);
        var probe = new ReceiverProbe();
        await using (probe.Open(Options($"rtsp://bob:falsch99@127.0.0.1:{_port}/live")))
        {
            await probe.Until(p => p.State == LiveSourceState.Away);
        }

        Assert.Equal($"rtsp://***@127.0.0.1:{_port}/live refuses user name or password", probe.Changes.First(change => change.State == LiveSourceState.Away).Reason);
        Assert.DoesNotContain("falsch99", string.Join('\n', probe.Changes.Select(change => $"{change}")), StringComparison.Ordinal);

        var second = new ReceiverProbe();
        await using LiveSource source = second.Open(Options($"rtsp://bob:geheim42@127.0.0.1:{_port}/live"));
        await second.Until(p => p.FramesInARow >= 3);
        Assert.Equal($"rtsp://***@127.0.0.1:{_port}/live", source.Status.Address);
    }

    [Fact]
    public async Task Feed_OfGarbage_IsGivenUpAgainAndAgainAndHarmsNothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, _port);
        listener.Start();
        Task serve = Task.Run(async () =>
        {
            byte[] garbage = new byte[1 << 20];
            new Random(1).NextBytes(garbage);
            for (int i = 0; i < 3; i++)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
                try
                {
                    await client.GetStream().WriteAsync(garbage, TestContext.Current.CancellationToken);
                }
                catch (IOException)
                {
                    // The source has seen enough.
                }
            }
        }, TestContext.Current.CancellationToken);
        var probe = new ReceiverProbe();
        await using LiveSource source = probe.Open(Options($"tcp://127.0.0.1:{_port}"));
        await serve;
        await probe.Until(p => p.Changes.Count(change => change.State == LiveSourceState.Away) >= 3 && p.Slates > 0);
        Assert.Equal(0, probe.Frames);
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("rtsp")]
    [InlineData("rtmp")]
    [InlineData("http")]
    [InlineData("srt")]
    [InlineData("udp")]
    public async Task Stop_WhileConnecting_EndsAtOnce(string scheme)
    {
        // Takes connections and says nothing; with SRT and UDP there is nobody at all.
        using var listener = new TcpListener(IPAddress.Loopback, _port);
        listener.Start();
        var probe = new ReceiverProbe();
        var options = new LiveSourceOptions { Url = $"{scheme}://127.0.0.1:{_port}/live", OpenTimeout = TimeSpan.FromMinutes(10), ReadTimeout = TimeSpan.FromMinutes(10) };
        LiveSource source = probe.Open(options);
        if (scheme is not ("srt" or "udp"))
        {
            (await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken)).GetStream().WriteByte(0);
        }

        await probe.Until(p => p.Slates > 0);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30)); // the time-outs are 10 min
        await source.DisposeAsync().AsTask().WaitAsync(limit.Token);
        Assert.Equal(LiveSourceState.Stopped, probe.State);
    }

    [Fact]
    public async Task Stop_WhileANameIsLookedUp_EndsAtOnce()
    {
        var probe = new ReceiverProbe();
        LiveSource source = probe.Open(new LiveSourceOptions { Url = "rtsp://no-such-host.invalid/live", OpenTimeout = TimeSpan.FromMinutes(10), ReconnectDelay = TimeSpan.FromMinutes(10), MaxReconnectDelay = TimeSpan.FromMinutes(10) });
        await probe.Until(p => p.Slates > 0);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await source.DisposeAsync().AsTask().WaitAsync(limit.Token);
    }

    private static string[] Picture => ["-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", .. Coding];

    private static string[] Coding => ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "12", "-pix_fmt", "yuv420p"];

    private static LiveSourceOptions Options(string url, params (string Key, string Value)[] options) => new()
    {
        Url = url,
        Options = options.ToImmutableDictionary(option => option.Key, option => option.Value),
        OpenTimeout = TimeSpan.FromSeconds(20),
        ReadTimeout = TimeSpan.FromSeconds(3),
        NoFrameTimeout = TimeSpan.FromSeconds(1),
        ReconnectDelay = TimeSpan.FromMilliseconds(100),
        MaxReconnectDelay = TimeSpan.FromMilliseconds(500),
    };

    private static Task<IDisposable> Sends(params string[] arguments) => Task.FromResult<IDisposable>(FeedProcess.Ffmpeg(arguments));

    /// <summary>The real clip as H.264, as an encoder for live video makes it.</summary>
    private string RealClip(string name)
    {
        string path = _folder.File(name);
        Ffmpeg.Run("-i", RealData.At("videos", "real-annotated-480x360-30fps.mp4"), "-an", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "30", path);
        return path;
    }

    private static async Task ComesGoesAndComesBack<T>(LiveSourceOptions options, Func<Task<T>> start, (int, int) size)
        where T : IDisposable
    {
        (int, int) seen = default;
        var probe = new ReceiverProbe { OnFrame = (frame, _) => seen = (frame.Width, frame.Height) };
        await using LiveSource source = probe.Open(options);

        // Nobody is there yet, and whoever looks on sees so.
        await probe.Until(p => p.Slates >= 2);
        Assert.Equal((1280, 720), probe.SlateSize);
        Assert.Equal(0, probe.Frames);

        using (await start())
        {
            await probe.Until(p => p.FramesInARow >= 30);
            Assert.Equal((LiveSourceState.Live, ""), (source.Status.State, source.Status.Reason));
            Assert.Equal(size, seen);
        }

        // Killed: the slate has the video's size, and says why.
        await probe.Until(p => p.FramesInARow == 0 && p.Slates >= 4 && source.Status.State is not LiveSourceState.Live);
        Assert.Equal(size, probe.SlateSize);
        LiveSourceStatus gone = probe.Changes.Last(change => change.State is LiveSourceState.Away or LiveSourceState.Silent);
        Assert.NotEqual("", gone.Reason);

        using (await start())
        {
            await probe.Until(p => p.FramesInARow >= 30);
            Assert.Equal((LiveSourceState.Live, ""), (source.Status.State, source.Status.Reason));
            Assert.Equal(size, seen);
        }

    }
}
