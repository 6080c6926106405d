using System.Collections.Immutable;
using System.Diagnostics;
using System.Numerics;
using System.Text.Json;
using VideoSeg.Model;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Detections;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tests.Monitor;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Outputs;

[Collection(NativeHandles.Name)]
public sealed class DetectionsOutletTests : IDisposable
{
    private static readonly DateTimeOffset Captured = new(2026, 1, 31, 10, 15, 2, 133, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new() { Start = Captured };
    private readonly OutletWatch _watch;
    private readonly LiveFramePool _pool = new();
    private readonly TemporaryFolder _folder = new();
    private long _number;

    public DetectionsOutletTests() => _watch = new OutletWatch(_time);

    public void Dispose()
    {
        _folder.Dispose();
        _pool.Dispose();
        _watch.Dispose();
    }

    [Fact]
    public async Task Offer_Frames_PublishesEachAnalysedOneOnce()
    {
        await using DetectionsOutlet outlet = Start(new DetectionsOutletOptions());
        using DetectionsSubscription subscription = outlet.Subscribe();

        Offer(outlet, SegmentationState.Unavailable, analysed: null);
        Offer(outlet, SegmentationState.Unavailable, analysed: null);
        Offer(outlet, SegmentationState.Active, analysed: 1, polyps: 1);
        Offer(outlet, SegmentationState.Active, analysed: 1, polyps: 1);
        Offer(outlet, SegmentationState.Active, analysed: 4, polyps: 2);
        Offer(outlet, SegmentationState.Degraded, analysed: null);
        Offer(outlet, SegmentationState.Degraded, analysed: null, isSlate: true);
        await _watch.UntilAsync(() => outlet.Delivered == 7);
        await outlet.DisposeAsync();

        List<LiveDetections> all = await ReadAsync(subscription);
        Assert.Equal([0L, 2, 4, 5, 6], all.Select(detections => detections.Frame));
        Assert.Equal([null, 1L, 4, null, null], all.Select(detections => detections.AnalysedFrame));
        Assert.Equal([0, 1, 2, 0, 0], all.Select(detections => detections.Polyps.Length));
        Assert.Equal([false, false, false, false, true], all.Select(detections => detections.IsSlate));
        Assert.Equal(SegmentationState.Degraded, outlet.Latest!.State);
        Assert.Equal(0, subscription.Dropped);
    }

    [Fact]
    public async Task Offer_APolyp_TellsWhereItIs()
    {
        await using DetectionsOutlet outlet = Start(new DetectionsOutletOptions { Masks = true });

        Offer(outlet, SegmentationState.Active, analysed: 0, polyps: 1);
        await _watch.UntilAsync(() => outlet.Delivered == 1);

        LiveDetections detections = outlet.Latest!;
        Assert.Equal(("stream", 64, 48, Captured, TimeSpan.FromMilliseconds(66.7)), (detections.Stream, detections.Width, detections.Height, detections.CapturedAt, detections.MaskAge));
        LivePolyp polyp = Assert.Single(detections.Polyps);
        Assert.Equal((1, "polyp", new PixelRegion(10, 8, 20, 16), 320.0, 0.9f), (polyp.Track, polyp.Class, polyp.Box, polyp.Area, polyp.MeanProbability));
        Assert.Equal(4, polyp.Outline.Length); // the points between the corners say nothing
        Assert.Equal((64, 48), (polyp.Mask!.Width, polyp.Mask.Height));
    }

    [Fact]
    public async Task Subscribe_AndReadTooSlowly_LosesTheOldestAndOnlyItsOwn()
    {
        await using DetectionsOutlet outlet = Start(new DetectionsOutletOptions());
        using DetectionsSubscription slow = outlet.Subscribe(capacity: 2), patient = outlet.Subscribe();
        using (outlet.Subscribe())
        {
            // Ended before anything is published.
        }

        for (int i = 0; i < 5; i++)
        {
            Offer(outlet, SegmentationState.Active, analysed: i);
        }

        await _watch.UntilAsync(() => outlet.Delivered == 5);
        await outlet.DisposeAsync();

        Assert.Equal([3L, 4], (await ReadAsync(slow)).Select(detections => detections.AnalysedFrame!.Value));
        Assert.Equal(3, slow.Dropped);
        Assert.Equal(5, (await ReadAsync(patient)).Count);
        Assert.Empty(await ReadAsync(outlet.Subscribe()));
    }

    [Fact]
    public async Task Offer_WithAFolder_WritesALineForEach()
    {
        await using (DetectionsOutlet outlet = Start(new DetectionsOutletOptions { Folder = _folder.Path, Masks = true }))
        {
            Offer(outlet, SegmentationState.Unavailable, analysed: null);
            Offer(outlet, SegmentationState.Active, analysed: 1, polyps: 2);
            await _watch.UntilAsync(() => outlet.Delivered == 2);
        }

        JsonElement[] lines = [.. File.ReadLines(Assert.Single(Files())).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal("unavailable", lines[0].GetProperty("state").GetString());
        Assert.False(lines[0].TryGetProperty("analysedFrame", out _) || lines[0].TryGetProperty("maskAgeMilliseconds", out _));
        Assert.Equal(("stream", 1, 1, "2026-01-31T10:15:02.133Z", 66.7, "active"), (
            lines[1].GetProperty("stream").GetString(), lines[1].GetProperty("frame").GetInt32(), lines[1].GetProperty("analysedFrame").GetInt32(),
            lines[1].GetProperty("capturedAt").GetString(), lines[1].GetProperty("maskAgeMilliseconds").GetDouble(), lines[1].GetProperty("state").GetString()));
        JsonElement second = lines[1].GetProperty("polyps")[1];
        Assert.Equal("{\"track\":2,\"class\":\"polyp\",\"box\":[30,8,20,16],\"area\":320,\"meanProbability\":0.9,\"polygon\":[[30,8],[50,8],[50,24],[30,24]],\"mask\":{\"size\":[48,64],\"counts\":", second.GetRawText()[..^(second.GetProperty("mask").GetProperty("counts").GetRawText().Length + 2)]);
    }

    [Fact]
    public async Task Offer_MoreThanFilesHold_BeginsOthersAndLetsTheOldestGo()
    {
        await using (DetectionsOutlet outlet = Start(new DetectionsOutletOptions { Folder = _folder.Path, MaxFileBytes = 1000, MaxFiles = 3 }))
        {
            for (int i = 0; i < 60; i++)
            {
                Offer(outlet, SegmentationState.Active, analysed: i);
                await _watch.UntilAsync(() => outlet.Delivered == i + 1);
            }
        }

        string[] files = Files();
        Assert.Equal(3, files.Length);
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, 1000));
        long[] kept = [.. files.SelectMany(File.ReadLines).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("analysedFrame").GetInt64())];
        Assert.Equal(Enumerable.Range(60 - kept.Length, kept.Length).Select(i => (long)i), kept);
    }

    [Fact]
    public async Task Offer_WhereTheFolderCannotBeWritten_StillPublishesAndSaysWhy()
    {
        File.WriteAllText(_folder.File("stream"), "in the way");
        await using DetectionsOutlet outlet = Start(new DetectionsOutletOptions { Folder = _folder.Path });

        Offer(outlet, SegmentationState.Active, analysed: 0, polyps: 1);
        await _watch.UntilAsync(() => outlet.Dropped(OutletDropReason.Failed) == 1);
        Assert.Equal(LiveOutletState.Waiting, outlet.Status.State);
        Assert.StartsWith("cannot write detections to", outlet.Status.Reason, StringComparison.Ordinal);
        Assert.Equal(0, outlet.Latest!.AnalysedFrame);

        // Not at once again.
        File.Delete(_folder.File("stream"));
        Offer(outlet, SegmentationState.Active, analysed: 1);
        await _watch.UntilAsync(() => outlet.Dropped(OutletDropReason.Failed) == 2);
        _time.Advance(TimeSpan.FromSeconds(1));
        Offer(outlet, SegmentationState.Active, analysed: 2);
        await _watch.UntilAsync(() => outlet.Delivered == 1);
        Assert.Equal(LiveOutletState.Running, outlet.Status.State);
        Assert.Single(File.ReadLines(Assert.Single(Files())));
    }

    [Fact]
    public async Task Offer_WhereTheDiskIsFull_KeepsWhatIsThereAndLeavesNoEmptyFiles()
    {
        string disk = Path.Combine(_folder.Path, "stream");
        Directory.CreateDirectory(disk);
        using Process mount = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]) { RedirectStandardError = true })!;
        await mount.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(mount.ExitCode == 0, "only root may mount a small disk");
        try
        {
            await using DetectionsOutlet outlet = Start(new DetectionsOutletOptions { Folder = _folder.Path, MaxFileBytes = 4000, MaxFiles = 30 });
            int offered = 0;
            while (outlet.Dropped(OutletDropReason.Failed) == 0)
            {
                Offer(outlet, SegmentationState.Active, analysed: offered++);
                await _watch.UntilAsync(() => outlet.Delivered + outlet.Dropped(OutletDropReason.Failed) == offered);
            }

            string[] written = Files();
            Assert.True(written.Length > 5, $"{written.Length} files");
            for (int i = 0; i < 40; i++)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                Offer(outlet, SegmentationState.Active, analysed: offered++);
                await _watch.UntilAsync(() => outlet.Delivered + outlet.Dropped(OutletDropReason.Failed) == offered);
            }

            Assert.Equal(LiveOutletState.Waiting, outlet.Status.State);
            Assert.Equal(written, Files());
        }
        finally
        {
            using Process unmount = Process.Start("umount", [disk]);
            await unmount.WaitForExitAsync();
        }
    }

    [Fact]
    public void Constructor_WithFaultyOptions_ListsThemAll()
    {
        VideoSegException fault = Assert.Throws<VideoSegException>(() =>
            new DetectionsOutlet("stream", "found", new DetectionsOutletOptions { MaxFiles = 0, MaxFileBytes = 1, MaxAge = TimeSpan.Zero }, () => [], _watch.Context));

        Assert.Equal(3, fault.Message.Split('\n').Length);
    }

    private static async Task<List<LiveDetections>> ReadAsync(DetectionsSubscription subscription)
    {
        var all = new List<LiveDetections>();
        await foreach (LiveDetections detections in subscription.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            all.Add(detections);
        }

        return all;
    }

    private string[] Files() => [.. Directory.GetFiles(Path.Combine(_folder.Path, "stream", "found")).Order(StringComparer.Ordinal)];

    private void Offer(DetectionsOutlet outlet, SegmentationState state, long? analysed, int polyps = 0, bool isSlate = false)
    {
        // Names of files are times.
        _time.Advance(TimeSpan.FromMilliseconds(1));
        using LiveFrame frame = _pool.Rent();
        frame.Annotated = ColorPicture.Make(64, 48, PixelFormat.Yuv420P, ColorTags.Bt709, (_, _) => default);
        frame.Number = _number++;
        frame.CapturedUtc = Captured;
        (frame.State, frame.AnalysedNumber, frame.IsSlate) = (state, analysed, isSlate);
        frame.MaskAge = analysed is null ? null : TimeSpan.FromMilliseconds(66.7);
        for (int i = 0; i < polyps; i++)
        {
            var box = new PixelRegion(10 + (20 * i), 8, 20, 16);
            frame.Polyps.Add(new Detection(0, box, 320, 0.9f, i, 1) { Track = i + 1 });
            (float x, float y) = (box.X, box.Y);
            frame.Polyps.AddRing([new Vector2(x, y), new Vector2(x + 10, y), new Vector2(x + 20, y), new Vector2(x + 20, y + 16), new Vector2(x, y + 16), new Vector2(x, y + 8)]);
        }

        outlet.Offer(frame);
    }

    private DetectionsOutlet Start(DetectionsOutletOptions options)
    {
        var outlet = new DetectionsOutlet("stream", "found", options, () => ImmutableArray<string>.Empty.Add("polyp"), _watch.Context);
        outlet.Start();
        return outlet;
    }
}
