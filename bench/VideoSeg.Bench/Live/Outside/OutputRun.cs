using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Bench.Live.Outside;

/// <summary>Measures outputs from outside: one stream, one output at a time, its picture read back.</summary>
internal static class OutputRun
{
    /// <summary>All outputs that can be measured.</summary>
    public static ImmutableArray<string> Names { get; } = ["monitor", "push", "hls", "websocket", "mjpeg"];

    /// <summary>Measures one.</summary>
    public static Task<OutputResult> MeasureAsync(LiveBench bench, string output, int frames, CancellationToken cancellationToken) => output switch
    {
        "monitor" => MonitorAsync(bench, frames, cancellationToken),
        "push" => PushAsync(bench, frames, cancellationToken),
        "hls" => HlsAsync(bench, frames, cancellationToken),
        "websocket" => ServedRun.MeasureAsync(bench, output, frames, (service, sightings) => WebSocketSight.Connect(service, sightings), cancellationToken),
        "mjpeg" => ServedRun.MeasureAsync(bench, output, frames, Mjpeg, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(output), output, null),
    };

    private static async Task<OutputResult> MonitorAsync(LiveBench bench, int frames, CancellationToken cancellationToken)
    {
        var sightings = new Sightings(frames);
        if (await VirtualScreen.StartAsync(bench.Video.Width, bench.Video.Height, sightings, cancellationToken) is not { } screen)
        {
            return new OutputResult("monitor") { Fault = "not measured: needs Xvfb" };
        }

        return await InProcessAsync(bench, "monitor", frames, screen, sightings, stream =>
            stream.Add(new MonitorOutlet(stream.Options.Name, "monitor", new MonitorOutletOptions { Server = screen.Name }, bench.Context)), cancellationToken);
    }

    private static Task<OutputResult> PushAsync(LiveBench bench, int frames, CancellationToken cancellationToken)
    {
        var sightings = new Sightings(frames);
        string url = string.Create(CultureInfo.InvariantCulture, $"udp://127.0.0.1:{FreePort()}");
        ImmutableDictionary<string, string> options = ImmutableDictionary<string, string>.Empty
            .Add("overrun_nonfatal", "1").Add("buffer_size", "4000000").Add("fpsprobesize", "2").Add("analyzeduration", "200000");
        var player = new VideoSight(url, new VideoReaderOptions { Format = "mpegts", InputOptions = options }, sightings);
        return InProcessAsync(bench, "push", frames, player, sightings, stream =>
        {
            EncodedRendition rendition = Rendition(bench, stream);
            stream.Add(new PushOutlet(rendition, "push", new PushOutletOptions { Url = $"{url}?pkt_size=1316" }, bench.Context));
        }, cancellationToken);
    }

    private static Task<OutputResult> HlsAsync(LiveBench bench, int frames, CancellationToken cancellationToken)
    {
        var sightings = new Sightings(frames);
        string folder = Path.GetFullPath(Path.Combine(bench.Folder, "live-hls"));
        Directory.CreateDirectory(folder);
        File.Delete(Path.Combine(folder, HlsOutlet.PlaylistName));
        var player = new VideoSight(Path.Combine(folder, HlsOutlet.PlaylistName), new VideoReaderOptions { Format = "hls" }, sightings);
        return InProcessAsync(bench, "hls", frames, player, sightings, stream =>
        {
            EncodedRendition rendition = Rendition(bench, stream);
            stream.Add(new HlsOutlet(rendition, "hls", new HlsOutletOptions { Folder = folder }, bench.Context));
        }, cancellationToken);
    }

    private static VideoSight Mjpeg(Uri service, Sightings sightings) =>
        new(new Uri(service, $"/api/streams/{ServedRun.Stream}/mjpeg").ToString(), new VideoReaderOptions { Format = "mpjpeg" }, sightings);

    private static EncodedRendition Rendition(LiveBench bench, LiveStream stream)
    {
        var rendition = new EncodedRendition(stream.Options.Name, "video", new EncodedRenditionOptions(), bench.Context);
        stream.Add(rendition);
        return rendition;
    }

    private static async Task<OutputResult> InProcessAsync(
        LiveBench bench, string output, int frames, IOutputSight sight, Sightings sightings, Action<LiveStream> addOutlet, CancellationToken cancellationToken)
    {
        using var feed = new CodedFeed(bench.Video, frames);
        await using (sight)
        {
            await using LiveStream stream = bench.Stream("bench-out", feed);
            addOutlet(stream);
            stream.Start();
            feed.Begin();
            await feed.Ended.WaitAsync(cancellationToken);
            await LastOnesAsync(output, cancellationToken);
        }

        return new OutputResult(output) { Fault = sight.Fault }.Add(feed, sightings, bench.WarmUp);
    }

    /// <summary>Waits until what was sent can have been seen.</summary>
    public static Task LastOnesAsync(string output, CancellationToken cancellationToken) =>
        Task.Delay(output == "hls" ? TimeSpan.FromSeconds(4) : TimeSpan.FromSeconds(1), cancellationToken);

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
