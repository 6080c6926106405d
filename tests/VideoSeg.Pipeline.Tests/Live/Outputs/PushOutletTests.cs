using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using VideoSeg.Model;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Outputs;

[Collection(NativeHandles.Name)]
public sealed class PushOutletTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly OutletWatch _watch = new();

    public void Dispose()
    {
        _watch.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Address_WithAKey_IsToldWithoutIt()
    {
        await using EncodedRendition rendition = StartRendition();
        await using var outlet = new PushOutlet(rendition, "push", new PushOutletOptions { Url = "rtmp://host/live/geheim42" }, _watch.Context);
        Assert.Equal("rtmp://host/live/***", outlet.Url);
        var fault = Assert.Throws<VideoSegException>(() => new PushOutlet(rendition, "b", new PushOutletOptions { Url = "nothing://bob:geheim42@host/x" }, _watch.Context));
        Assert.Contains("found 'nothing://***@host/x'", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtmp://127.0.0.1:{0}/live/a", "-f flv -listen 1 -i rtmp://127.0.0.1:{0}/live/a", "tcp")]
    [InlineData("rtsp://127.0.0.1:{0}/a", "-rtsp_flags listen -i rtsp://127.0.0.1:{0}/a", "tcp")]
    [InlineData("srt://127.0.0.1:{0}", "-i srt://127.0.0.1:{0}?mode=listener", "udp")]
    public async Task Peer_ThatGoesAndComesBack_IsDialledAgain(string url, string receiver, string protocol)
    {
        int port = NetworkPorts.Free();
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = StartRendition();
        await using PushOutlet outlet = Start(rendition, new PushOutletOptions { Url = string.Format(url, port), RedialDelay = TimeSpan.FromMilliseconds(20), MaxRedialDelay = TimeSpan.FromMilliseconds(100), OpenTimeout = TimeSpan.FromSeconds(2) });

        using (Process first = Receive(receiver, port, "first.mkv", protocol))
        {
            await feed.OfferUntilAsync(rendition, () => first.HasExited);
        }

        int connections = outlet.Connections;
        Assert.True(connections >= 1);
        await feed.OfferUntilAsync(rendition, () => outlet.Status.State == LiveOutletState.Waiting);
        Assert.StartsWith("cannot ", outlet.Status.Reason, StringComparison.Ordinal);

        using (Process second = Receive(receiver, port, "second.mkv", protocol))
        {
            await feed.OfferUntilAsync(rendition, () => second.HasExited);
        }

        Assert.True(outlet.Connections > connections);
        Assert.True(outlet.Failures >= 1);
        Assert.True(outlet.Bytes > 0);
        Assert.Contains(_watch.States, state => state is { Kind: "push", State: LiveOutletState.Running });
        foreach (string file in (string[])["first.mkv", "second.mkv"])
        {
            Assert.Equal(40, Ffmpeg.FrameTimes(_folder.File(file)).Length);
        }
    }

    [Fact]
    public async Task Peer_ThatIsNotThere_IsToldOfWithoutThePasswordAndDialledAfterWaitsThatGrow()
    {
        var time = new FakeTimeProvider();
        using var watch = new OutletWatch(time);
        using var feed = new FrameFeed(watch);
        await using EncodedRendition rendition = StartRendition(watch);
        var options = new PushOutletOptions { Url = $"rtsp://nurse:geheimnis@127.0.0.1:{NetworkPorts.Free()}/a", RedialDelay = TimeSpan.FromSeconds(1), MaxRedialDelay = TimeSpan.FromSeconds(30) };
        await using PushOutlet outlet = Start(rendition, options, watch);
        await feed.OfferUntilAsync(rendition, () => outlet.Failures == 1);
        await watch.UntilAsync(() => outlet.Status.State == LiveOutletState.Waiting);
        Assert.Contains("Connection refused", outlet.Status.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("geheimnis", outlet.Status.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("geheimnis", outlet.Url, StringComparison.Ordinal);

        // Each wait is at least three quarters of its nominal length, and at most one and a quarter.
        foreach (double nominal in (double[])[1, 2, 4, 8])
        {
            int failures = outlet.Failures;
            time.Advance(TimeSpan.FromSeconds(nominal * 0.74));
            long away = outlet.Dropped(OutletDropReason.Away);
            await feed.OfferUntilAsync(rendition, () => outlet.Dropped(OutletDropReason.Away) > away + 3);
            Assert.Equal(failures, outlet.Failures);
            time.Advance(TimeSpan.FromSeconds(nominal * 0.52));
            await feed.OfferUntilAsync(rendition, () => outlet.Failures > failures);
            Assert.Equal(failures + 1, outlet.Failures);
        }
    }

    [Fact]
    public async Task Peer_ThatStopsReading_IsGivenUpWhileOthersGoOn()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Server.ReceiveBufferSize = 4096;
        listener.Start();
        using var feed = new FrameFeed(_watch) { IsNoise = true };
        await using EncodedRendition rendition = StartRendition();
        using PacketSubscription other = rendition.Subscribe(2);
        var options = new PushOutletOptions
        {
            Url = $"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}",
            Container = "mpegts",
            WriteTimeout = TimeSpan.FromMilliseconds(200),
            QueueCapacity = 5,
        };
        await using PushOutlet outlet = Start(rendition, options);
        using TcpClient client = await AcceptAsync(listener, feed, rendition);
        await feed.OfferUntilAsync(rendition, () => outlet.Status.State == LiveOutletState.Waiting);
        Assert.Contains("the other side took nothing for 0.2 s", outlet.Status.Reason, StringComparison.Ordinal);
        Assert.True(outlet.Dropped(OutletDropReason.Busy) > 0);
        Assert.Equal(feed.Offered, rendition.Delivered);
    }

    [Fact]
    public async Task Picture_OfAnotherSize_IsPushedOverAConnectionOfItsOwn()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = StartRendition();
        await using PushOutlet outlet = Start(rendition, new PushOutletOptions { Url = $"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", Container = "mpegts" });
        using TcpClient first = await AcceptAsync(listener, feed, rendition);
        Task<byte[]> firstBytes = ReadAsync(first);
        await feed.OfferUntilAsync(rendition, () => outlet.Delivered > 5);
        feed.Resize(200, 100);
        using TcpClient second = await AcceptAsync(listener, feed, rendition);
        Task<byte[]> secondBytes = ReadAsync(second);
        long delivered = outlet.Delivered;
        await feed.OfferUntilAsync(rendition, () => outlet.Delivered > delivered + 5);
        await outlet.DisposeAsync();
        Assert.Equal("160", await WidthAsync(firstBytes, "first.ts"));
        Assert.Equal("200", await WidthAsync(secondBytes, "second.ts"));

        async Task<string> WidthAsync(Task<byte[]> bytes, string name)
        {
            await File.WriteAllBytesAsync(_folder.File(name), await bytes);
            return Ffmpeg.Entry(_folder.File(name), "v:0", "width");
        }
    }

    [Fact]
    public async Task Dispose_WhileAPeerSaysNothing_EndsAtOnceAndLeavesNoHandle()
    {
        Pipeline.Interop.MediaHandleCounts before = Pipeline.Interop.MediaLibrary.LiveHandles;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        using (var feed = new FrameFeed(_watch))
        {
            listener.Start();
            await using EncodedRendition rendition = StartRendition();
            PushOutlet outlet = Start(rendition, new PushOutletOptions { Url = $"rtmp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/a/b", OpenTimeout = TimeSpan.FromMinutes(5) });
            using TcpClient client = await AcceptAsync(listener, feed, rendition);
            await outlet.DisposeAsync();
            Assert.Equal(LiveOutletState.Stopped, outlet.Status.State);
        }

        Assert.Equal(before, Pipeline.Interop.MediaLibrary.LiveHandles);
    }

    [Fact]
    public async Task Peer_WhoseNameIsNotKnown_IsToldOf()
    {
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = StartRendition();
        await using PushOutlet outlet = Start(rendition, new PushOutletOptions { Url = "rtsp://no-such-host.invalid/live" });
        await feed.OfferUntilAsync(rendition, () => outlet.Status.State == LiveOutletState.Waiting);
        Assert.Contains("no-such-host.invalid' is not known", outlet.Status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rendition_ThatEnds_IsToldOf()
    {
        EncodedRendition rendition = StartRendition();
        await using PushOutlet outlet = Start(rendition, new PushOutletOptions { Url = "udp://127.0.0.1:9" });
        await rendition.DisposeAsync();
        await _watch.UntilAsync(() => outlet.Status is { State: LiveOutletState.Waiting, Reason: "the rendition that it takes has ended" });
    }

    [Fact]
    public void Options_ThatAreWrong_AreAllNamed()
    {
        using var watch = new OutletWatch();
        var rendition = new EncodedRendition("room", "video", new EncodedRenditionOptions(), watch.Context);
        var fault = Assert.Throws<VideoSegException>(() => new PushOutlet(rendition, "push", new PushOutletOptions { Url = "", WriteTimeout = TimeSpan.Zero }, watch.Context));
        Assert.Equal(2, fault.Message.Split('\n').Length);
        fault = Assert.Throws<VideoSegException>(() => new PushOutlet(rendition, "push", new PushOutletOptions { Url = "foo://bar" }, watch.Context));
        Assert.Contains("foo://bar", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<TcpClient> AcceptAsync(TcpListener listener, FrameFeed feed, EncodedRendition rendition)
    {
        Task<TcpClient> accepting = listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask();
        await feed.OfferUntilAsync(rendition, () => accepting.IsCompleted);
        return await accepting;
    }

    private static async Task<byte[]> ReadAsync(TcpClient client)
    {
        using var all = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(all, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // The other side has ended the connection, as it may.
        }

        return all.ToArray();
    }

    private Process Receive(string receiver, int port, string output, string protocol)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-v", "fatal", "-nostdin", "-y", .. string.Format(receiver, port).Split(' '), "-map", "0:v", "-c", "copy", "-frames:v", "40", _folder.File(output)]);
        Process process = Process.Start(start)!;
        NetworkPorts.AwaitReceiver(port, protocol, process);
        return process;
    }

    private EncodedRendition StartRendition(OutletWatch? watch = null)
    {
        var options = new EncodedRenditionOptions { KeyFrameRequestInterval = TimeSpan.Zero, Encoder = new VideoEncoderOptions { KeyFrameInterval = TimeSpan.FromSeconds(1) } };
        var rendition = new EncodedRendition("room", "video", options, (watch ?? _watch).Context);
        rendition.Start();
        return rendition;
    }

    private PushOutlet Start(EncodedRendition rendition, PushOutletOptions options, OutletWatch? watch = null)
    {
        var outlet = new PushOutlet(rendition, "push", options, (watch ?? _watch).Context);
        outlet.Start();
        return outlet;
    }
}
