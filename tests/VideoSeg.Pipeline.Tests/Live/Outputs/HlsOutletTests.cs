using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Outputs;

public sealed class HlsOutletTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly OutletWatch _watch = new();

    public void Dispose()
    {
        _watch.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Folder_HoldsTheNewestSegmentsOnlyAndPlays()
    {
        string folder = _folder.File("hls");
        Directory.CreateDirectory(folder);
        foreach (string name in (string[])["index.m3u8", "segment-00000099.ts", "notes.txt"])
        {
            File.WriteAllText(Path.Combine(folder, name), "left over");
        }

        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = StartRendition();
        HlsOutlet outlet = await StartAsync(rendition, new HlsOutletOptions { Folder = folder, SegmentDuration = TimeSpan.FromMilliseconds(500), SegmentCount = 3 });
        await feed.OfferAsync(rendition, 52, outlet);

        string[] playlist = File.ReadAllLines(outlet.Playlist);
        Assert.Equal(3, playlist.Count(line => line.EndsWith(".ts", StringComparison.Ordinal)));
        Assert.DoesNotContain("#EXT-X-ENDLIST", playlist);

        // Those in the playlist, the one being written, and those not yet old enough to go.
        Assert.InRange(Directory.GetFiles(folder, "segment-*").Length, 4, 6);
        Assert.False(File.Exists(Path.Combine(folder, "segment-00000099.ts")));
        Assert.Equal("left over", File.ReadAllText(Path.Combine(folder, "notes.txt")));
        Assert.All(Durations(playlist), seconds => Assert.InRange(seconds, 0.4, 0.7));

        await outlet.DisposeAsync();
        Assert.Equal("#EXT-X-ENDLIST", File.ReadAllLines(outlet.Playlist)[^1]);
        Assert.InRange(Ffmpeg.FrameTimes(outlet.Playlist).Length, 10, 17);
        Assert.Equal((52L, 0L), (outlet.Delivered, outlet.Status.Dropped));
    }

    [Fact]
    public async Task Picture_OfAnotherSize_GoesOnInThePlaylistBehindADiscontinuity()
    {
        string folder = _folder.File("hls");
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = StartRendition();
        HlsOutlet outlet = await StartAsync(rendition, new HlsOutletOptions { Folder = folder, SegmentDuration = TimeSpan.FromMilliseconds(500), SegmentCount = 30 });
        await feed.OfferAsync(rendition, 15, outlet);
        feed.Resize(200, 100);
        await feed.OfferAsync(rendition, 15, outlet);
        await outlet.DisposeAsync();
        string[] playlist = File.ReadAllLines(outlet.Playlist);
        Assert.Single(playlist, "#EXT-X-DISCONTINUITY");
        Assert.Single(playlist, "#EXT-X-ENDLIST");
        string[] segments = Segments(playlist), after = Segments([.. playlist.SkipWhile(line => line != "#EXT-X-DISCONTINUITY")]);
        Assert.Equal(["segment-00000000.ts", "segment-00000001.ts", "segment-00000002.ts", "segment-00000003.ts", "segment-00000004.ts", "segment-00000005.ts"], segments);
        Assert.Equal(segments[3..], after);
        Assert.Equal("160", Ffmpeg.Entry(Path.Combine(folder, segments[0]), "v:0", "width"));
        Assert.Equal("200", Ffmpeg.Entry(Path.Combine(folder, after[0]), "v:0", "width"));
    }

    [Fact]
    public async Task Folder_ThatCannotBeMade_IsToldOfAndTriedAgain()
    {
        string folder = _folder.File("hls");
        File.WriteAllText(folder, "a file");
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = StartRendition();
        await using HlsOutlet outlet = await StartAsync(rendition, new HlsOutletOptions { Folder = folder, RetryDelay = TimeSpan.FromMilliseconds(10) });
        await feed.OfferUntilAsync(rendition, () => outlet.Status.State == LiveOutletState.Waiting);
        Assert.Contains(folder, outlet.Status.Reason, StringComparison.Ordinal);
        File.Delete(folder);
        await feed.OfferUntilAsync(rendition, () => outlet.Status is { State: LiveOutletState.Running, Reason: "" });
    }

    private static string[] Segments(string[] playlist) => [.. playlist.Where(line => line.EndsWith(".ts", StringComparison.Ordinal))];

    private static IEnumerable<double> Durations(string[] playlist) =>
        playlist.Where(line => line.StartsWith("#EXTINF:", StringComparison.Ordinal)).Select(line => double.Parse(line["#EXTINF:".Length..].TrimEnd(',')));

    private EncodedRendition StartRendition()
    {
        var options = new EncodedRenditionOptions { KeyFrameRequestInterval = TimeSpan.Zero, Encoder = new VideoEncoderOptions { KeyFrameInterval = TimeSpan.FromSeconds(30) } };
        var rendition = new EncodedRendition("room", "video", options, _watch.Context);
        rendition.Start();
        return rendition;
    }

    private async Task<HlsOutlet> StartAsync(EncodedRendition rendition, HlsOutletOptions options)
    {
        var outlet = new HlsOutlet(rendition, "hls", options, _watch.Context);
        outlet.Start();
        await Wait.UntilAsync(() => rendition.Subscriptions == 1);
        return outlet;
    }
}
