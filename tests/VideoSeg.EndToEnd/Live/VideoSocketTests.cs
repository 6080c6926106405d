using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Live;

/// <summary>The video over WebSockets, without a browser.</summary>
public sealed class VideoSocketTests(SampleService shared) : IClassFixture<SampleService>
{
    private readonly RunningService _service = shared.Service;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("format=annexb", "h264")]
    [InlineData("format=fmp4&rendition=original", "mov,mp4,m4a,3gp,3g2,mj2")]
    public async Task Viewer_WhatItGets_IsVideoThatBeginsWithAKeyFrame(string query, string container)
    {
        using VideoViewer viewer = await VideoViewer.ConnectAsync(_service.Address, query, Token);
        List<VideoUnit> units = [];
        while (units.Count(unit => !unit.IsInit) < 30)
        {
            units.Add((await viewer.ReadAsync(Token))!);
        }

        Assert.StartsWith("avc1.", viewer.Setup.GetProperty("codec").GetString(), StringComparison.Ordinal);
        Assert.Equal((1280, 720), (viewer.Setup.GetProperty("width").GetInt32(), viewer.Setup.GetProperty("height").GetInt32()));
        VideoUnit[] frames = [.. units.Where(unit => !unit.IsInit)];
        Assert.Equal(query.Contains("fmp4", StringComparison.Ordinal), units[0].IsInit);
        Assert.True(frames[0].IsKey);
        Assert.All(frames.Zip(frames.Skip(1)), pair =>
        {
            Assert.True(pair.Second.Number > pair.First.Number);
            Assert.True(pair.Second.Time > pair.First.Time);
        });
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "video.bin");
        await File.WriteAllBytesAsync(path, [.. units.SelectMany(unit => unit.Data)], Token);
        Assert.Equal([container], Ffmpeg.Probe(path, "-show_entries", "format=format_name", "-of", "default=nw=1:nk=1"));
        Assert.Equal(30, Ffmpeg.FrameHashes(path).Length);
    }

    [Fact]
    public async Task Viewer_ThatReadsTooSlowly_LosesOnlyItsOwnFramesAndStays()
    {
        using VideoViewer slow = await VideoViewer.ConnectAsync(_service.Address, "format=annexb", Token, receiveBuffer: 4096);
        VideoUnit first = (await slow.ReadAsync(Token))!;
        using VideoViewer other = await VideoViewer.ConnectAsync(_service.Address, "format=fmp4", Token);
        string[] slowTags = ["kind=\"annexb\"", "outcome=\"dropped_slow\""];
        uint last = first.Number;
        double dropped = 0;
        while (dropped == 0)
        {
            // One frame in ten: slow in frames and not in time, so that a busy machine changes nothing.
            for (int i = 0; i < 10; i++)
            {
                Assert.NotNull(await other.ReadAsync(Token));
            }

            last = (await slow.ReadAsync(Token))!.Number;
            dropped = await _service.MetricAsync("videoseg_live_viewer_frames_total", slowTags, Token);
        }

        Assert.Equal(0, await _service.MetricAsync("videoseg_live_viewer_frames_total", ["kind=\"fmp4\"", "outcome=\"dropped_slow\""], Token));

        // Reading on, the slow one comes to the gap, and goes on with a key frame.
        VideoUnit unit = first;
        double gap = 0;
        while (gap < dropped / 2)
        {
            unit = (await slow.ReadAsync(Token))!;
            gap = Math.Max(gap, unit.Number - last - 1);
            last = unit.Number;
        }

        Assert.True(unit.IsKey);
    }

    [Fact]
    public async Task Viewer_ThatAsks_GetsAKeyFrameBeforeItsTime()
    {
        using VideoViewer viewer = await VideoViewer.ConnectAsync(_service.Address, "format=annexb", Token);
        // Of their own accord they come every 2 s.
        long last = long.MinValue;
        long between = long.MaxValue;
        while (between > 1_900_000)
        {
            if (await viewer.ReadAsync(Token) is { IsKey: true } unit)
            {
                between = last == long.MinValue ? between : unit.Time - last;
                last = unit.Time;
                await viewer.SayAsync("""{"ask":"key"}""", Token);
            }
        }
    }

    [Fact]
    public async Task Viewers_WhenTheLastIsGone_EverythingIsTakenDown()
    {
        using (VideoViewer viewer = await VideoViewer.ConnectAsync(_service.Address, "format=annexb", Token))
        using (VideoViewer second = await VideoViewer.ConnectAsync(_service.Address, "format=fmp4", Token))
        {
            await viewer.ReadAsync(Token);
            await second.ReadAsync(Token);
            Assert.Equal(1, await OutletsAsync()); // one encode for both
        }

        await RunningService.WaitAsync(() => _service.MetricAsync("videoseg_live_viewers", ["stream=\"sample\""], Token), viewers => viewers == 0, Token);
        await RunningService.WaitAsync(OutletsAsync, outlets => outlets == 0, Token);

        Task<double> OutletsAsync() => _service.MetricAsync("videoseg_live_outlet_state", ["outlet=\"h264:annotated\""], Token);
    }

    [Fact]
    public async Task Service_ThatEnds_SendsViewersAwayInOrder()
    {
        using var folder = new TemporaryFolder();
        await using RunningService service = await SampleService.StartAsync(folder);
        using VideoViewer viewer = await VideoViewer.ConnectAsync(service.Address, "format=annexb", Token);
        Assert.NotNull(await viewer.ReadAsync(Token));
        Task<(int ExitCode, string Output, string Errors)> end = service.EndAsync();
        while (await viewer.ReadAsync(Token) is not null)
        {
            // Frames that were on their way.
        }

        viewer.Dispose();
        Assert.Equal(0, (await end).ExitCode);
    }

    [Theory]
    [InlineData("/api/streams/none/video?format=annexb", 404)]
    [InlineData("/api/streams/sample/video?format=webm", 400)]
    [InlineData("/api/streams/sample/video?rendition=mask", 400)]
    [InlineData("/api/streams/sample/video", 400)]
    [InlineData("/api/streams/none/mjpeg", 404)]
    [InlineData("/api/streams/sample/mjpeg?rendition=mask", 400)]
    public async Task Address_ThatThereIsNot_IsRefusedWithAReason(string path, int status)
    {
        using HttpResponseMessage response = await _service.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Token);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains("\"detail\":", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }
}
