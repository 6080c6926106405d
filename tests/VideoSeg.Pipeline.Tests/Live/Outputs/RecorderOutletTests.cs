using System.Diagnostics;
using VideoSeg.Model;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Outputs;

[Collection(NativeHandles.Name)]
public sealed class RecorderOutletTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly OutletWatch _watch = new();

    public void Dispose()
    {
        _watch.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(RecordingContainer.Mp4, "mp4")]
    [InlineData(RecordingContainer.Mkv, "mkv")]
    public async Task Stream_IsRecordedInFilesOfTheLengthAskedFor(RecordingContainer container, string ending)
    {
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = StartRendition();
        RecorderOutlet outlet = await StartAsync([rendition], Options() with { Container = container, SegmentDuration = TimeSpan.FromSeconds(2) });
        await feed.OfferAsync(rendition, 50, outlet);
        Assert.Equal((true, false, 3), (outlet.Recording.IsWanted, outlet.Recording.IsSuspended, outlet.Recording.Files));
        Assert.Equal($"{outlet.Recording.File}.part", Assert.Single(Files("*.part")));
        await outlet.DisposeAsync();

        // The key picture that ends a file is asked for when it is due, and comes with the frame after.
        string[] files = Files($"*.{ending}");
        Assert.Equal([$"room-20260131T101500123Z-annotated.{ending}", $"room-20260131T101502223Z-annotated.{ending}", $"room-20260131T101504323Z-annotated.{ending}"], files.Select(Path.GetFileName));
        Assert.Equal(files, Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal));
        Assert.Equal([21, 21, 8], files.Select(file => Ffmpeg.FrameTimes(file).Length));
        Assert.All(files, file => Assert.Equal(0, Ffmpeg.FrameTimes(file)[0]));
        Assert.Null(outlet.Recording.File);
    }

    [Fact]
    public async Task BothPictures_AreRecordedSideBySide()
    {
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition annotated = StartRendition(), original = StartRendition(LiveRendition.Original);
        RecorderOutlet outlet = await StartAsync([annotated, original], Options());
        for (int i = 0; i < 15; i++)
        {
            await feed.OfferAsync(annotated, 1);
            await feed.OfferAsync(original, 1);
        }

        await _watch.UntilAsync(() => outlet.Delivered == 30);
        await outlet.DisposeAsync();
        Assert.Equal([FrameFeed.AnnotatedLuma, FrameFeed.OriginalLuma], Files("*.mp4").Select(file => (byte)(Ffmpeg.Samples(file, "yuv420p")[500] / 3 * 3)));
        Assert.Equal(["annotated", "original"], Files("*.mp4").Select(file => Path.GetFileNameWithoutExtension(file).Split('-')[^1]));
        Assert.All(Files("*.mp4"), file => Assert.Equal(15, Ffmpeg.FrameTimes(file).Length));
    }

    [Theory]
    [InlineData(RecordingContainer.Mp4)]
    [InlineData(RecordingContainer.Mkv)]
    public async Task File_OfARecorderThatWasKilled_PlaysAndIsMarkedByTheNext(RecordingContainer container)
    {
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = StartRendition();
        string crashed = _folder.File("crashed");
        await using (RecorderOutlet outlet = await StartAsync([rendition], Options("live") with { Container = container, FragmentDuration = TimeSpan.FromMilliseconds(300) }))
        {
            await feed.OfferAsync(rendition, 20);
            await _watch.UntilAsync(() => outlet.Delivered == 20);

            // What SIGKILL leaves behind is what the folder holds now.
            Directory.CreateDirectory(crashed);
            string part = Assert.Single(Files("*.part", "live"));
            File.Copy(part, Path.Combine(crashed, Path.GetFileName(part)));
            File.WriteAllText(Path.Combine(crashed, "room-20200101T000000000Z-annotated.mp4.part"), "");
        }

        await using RecorderOutlet next = await StartAsync([rendition], Options("crashed"));
        await feed.OfferUntilAsync(rendition, () => next.Delivered > 0);
        string interrupted = Assert.Single(Files("*-interrupted.*", "crashed"));
        Assert.StartsWith("room-20260131T101500123Z-annotated-interrupted.", Path.GetFileName(interrupted), StringComparison.Ordinal);
        Assert.InRange(Ffmpeg.FrameTimes(interrupted).Length, 15, 20);
        Assert.Single(Files("*.part", "crashed"));
    }

    [Fact]
    public async Task Recording_StartsAndStopsWhenAsked()
    {
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = StartRendition();
        await using RecorderOutlet outlet = Make([rendition], Options() with { RecordAtStart = false });
        Assert.Equal((LiveOutletState.Stopped, "recording has not been started"), (outlet.Status.State, outlet.Status.Reason));
        await feed.OfferAsync(rendition, 3);
        Assert.Equal((0, 3L), (rendition.Subscriptions, rendition.Dropped(OutletDropReason.Unwanted)));

        for (int run = 1; run <= 2; run++)
        {
            outlet.StartRecording();
            await Wait.UntilAsync(() => rendition.Subscriptions == 1);
            await feed.OfferAsync(rendition, 10);
            await _watch.UntilAsync(() => outlet.Delivered == run * 10);
            outlet.StopRecording();
            await _watch.UntilAsync(() => outlet.Status is { State: LiveOutletState.Stopped, Reason: "recording was stopped" });
            Assert.Equal(run, Files("*.mp4").Length);
            Assert.False(outlet.Recording.IsWanted);
            await feed.OfferAsync(rendition, 3);
        }

        Assert.All(Files("*.mp4"), file => Assert.Equal(10, Ffmpeg.FrameTimes(file).Length));
        Assert.Empty(Files("*.part"));
    }

    [Fact]
    public async Task Rendition_ThatEndsBesideAnother_IsToldOfOnce()
    {
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition annotated = StartRendition();
        EncodedRendition original = StartRendition(LiveRendition.Original);
        await using RecorderOutlet outlet = await StartAsync([annotated, original], Options());
        await original.DisposeAsync();
        await feed.OfferAsync(annotated, 20, outlet);
        lock (_watch.States)
        {
            Assert.Single(_watch.States, state => state is { Name: "recorder", State: LiveOutletState.Waiting, Reason: "the rendition that it takes has ended" });
        }
    }

    [Fact]
    public async Task OldRecordings_GoByAgeAndNothingElse()
    {
        var time = new FakeTimeProvider { Start = FrameFeed.Start };
        using var watch = new OutletWatch(time);
        using var feed = new FrameFeed(watch);
        string old = Leave("room-20260101T000000000Z-annotated.mp4"), young = Leave("room-20260130T000000000Z-original.mkv");
        string[] others = [Leave("room-2-20200101T000000000Z-annotated.mp4"), Leave("room-holiday.mp4"), Leave("room-20200101T000000000Z-annotated.txt"), Leave("notes.txt")];
        await using EncodedRendition rendition = StartRendition(watch: watch);
        await using RecorderOutlet outlet = await StartAsync([rendition], Options() with { MaxAge = TimeSpan.FromDays(7) }, watch);
        await feed.OfferAsync(rendition, 2);
        await watch.UntilAsync(() => outlet.Delivered == 2);
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));

        time.Advance(TimeSpan.FromDays(7));
        await feed.OfferAsync(rendition, 2);
        await watch.UntilAsync(() => outlet.Delivered == 4);
        Assert.False(File.Exists(young));
        Assert.All(others, other => Assert.True(File.Exists(other)));
        Assert.Equal(2, outlet.Recording.Deleted);
    }

    [Fact]
    public async Task OldRecordings_GoByTotalSizeTheOldestFirst()
    {
        using var feed = new FrameFeed(_watch);
        string[] left = [.. Enumerable.Range(1, 4).Select(day => Leave($"room-2026010{day}T000000000Z-annotated.mp4", 400_000))];
        await using EncodedRendition rendition = StartRendition();
        await using RecorderOutlet outlet = await StartAsync([rendition], Options() with { MaxBytes = 1_000_000 });
        await feed.OfferAsync(rendition, 2);
        await _watch.UntilAsync(() => outlet.Delivered == 2);
        Assert.Equal([false, false, true, true], left.Select(File.Exists));
    }

    [Fact]
    public async Task OldRecording_ThatCannotBeDeleted_IsToldOfAndDoesNotHoldUpTheOthers()
    {
        var time = new FakeTimeProvider { Start = FrameFeed.Start };
        using var watch = new OutletWatch(time);
        using var feed = new FrameFeed(watch);
        string stubborn = Leave("room-20260101T000000000Z-annotated.mp4"), old = Leave("room-20260102T000000000Z-annotated.mp4");
        using Process protect = Process.Start(new ProcessStartInfo("chattr", ["+i", stubborn]) { RedirectStandardError = true })!;
        await protect.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(protect.ExitCode == 0, "files cannot be protected here: that takes root and a file system with attributes");
        try
        {
            await using EncodedRendition rendition = StartRendition(watch: watch);
            await using RecorderOutlet outlet = await StartAsync([rendition], Options() with { MaxAge = TimeSpan.FromDays(7) }, watch);
            await feed.OfferAsync(rendition, 2);
            await watch.UntilAsync(() => outlet.Delivered == 2);
            Assert.False(File.Exists(old));
            Assert.Equal(LiveOutletState.Running, outlet.Status.State);
            Assert.StartsWith($"the old recording '{stubborn}' cannot be deleted", outlet.Status.Reason, StringComparison.Ordinal);
        }
        finally
        {
            using Process release = Process.Start("chattr", ["-i", stubborn]);
            await release.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task OldRecordings_OfTheFuture_CountAsTheOldest()
    {
        var time = new FakeTimeProvider { Start = FrameFeed.Start };
        using var watch = new OutletWatch(time);
        using var feed = new FrameFeed(watch);
        string future = Leave("room-20270101T000000000Z-annotated.mp4", 600_000), past = Leave("room-20260102T000000000Z-annotated.mp4", 600_000);
        await using EncodedRendition rendition = StartRendition(watch: watch);
        await using RecorderOutlet outlet = await StartAsync([rendition], Options() with { MaxBytes = 1_000_000 }, watch);
        await feed.OfferAsync(rendition, 2);
        await watch.UntilAsync(() => outlet.Delivered == 2);
        Assert.Equal((false, true), (File.Exists(future), File.Exists(past)));
    }

    [Fact]
    public async Task OldRecordings_OfAFolderThatAnotherRecorderHas_AreLeftToIt()
    {
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = StartRendition();
        await using RecorderOutlet first = await StartAsync([rendition], Options());
        await feed.OfferAsync(rendition, 3);
        await _watch.UntilAsync(() => first.Delivered == 3);
        string old = Leave("room-20250101T000000000Z-annotated.mp4");
        await using RecorderOutlet second = Make([rendition], Options() with { MaxAge = TimeSpan.FromDays(1) }, name: "second");
        await feed.OfferUntilAsync(rendition, () => second.Status.State == LiveOutletState.Waiting);
        Assert.Contains("another recorder", second.Status.Reason, StringComparison.Ordinal);
        Assert.True(File.Exists(old));
    }

    [Fact]
    public async Task FullDisk_SuspendsTheRecordingAloneAndRoomBringsItBack()
    {
        long free = 5_000_000_000;
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = StartRendition();
        using PacketSubscription viewer = rendition.Subscribe(10_000);
        await using RecorderOutlet outlet = await StartAsync([rendition], Options() with { MinFreeBytes = 1_000_000_000, RetryDelay = TimeSpan.FromMilliseconds(10) }, freeBytes: _ => Volatile.Read(ref free));
        await feed.OfferAsync(rendition, 10);
        await _watch.UntilAsync(() => outlet.Delivered == 10);

        Volatile.Write(ref free, 900_000_000);
        await feed.OfferUntilAsync(rendition, () => outlet.Status.State == LiveOutletState.Waiting);
        Assert.StartsWith("recording is suspended: the disk has 900 MB left, 1000 MB are to stay free.", outlet.Status.Reason, StringComparison.Ordinal);
        Assert.True(outlet.Recording.IsSuspended);
        Assert.Equal(900_000_000, outlet.Recording.FreeBytes);

        // The file that was being written is whole; and it takes more than the limit to go on.
        string first = Assert.Single(Directory.GetFiles(_folder.Path, "*-annotated*"));
        Assert.EndsWith("-annotated.mp4", first, StringComparison.Ordinal);
        Assert.True(Ffmpeg.FrameTimes(first).Length >= 10);
        Volatile.Write(ref free, 1_050_000_000);
        long away = outlet.Dropped(OutletDropReason.Away);
        await feed.OfferUntilAsync(rendition, () => outlet.Dropped(OutletDropReason.Away) > away + 10);
        Assert.True(outlet.Recording.IsSuspended);

        Volatile.Write(ref free, 1_200_000_000);
        await feed.OfferUntilAsync(rendition, () => outlet.Status.State == LiveOutletState.Running);
        Assert.False(outlet.Recording.IsSuspended);
        Assert.Equal((feed.Offered, 0L), (rendition.Delivered, viewer.Lost));
    }

    [Fact]
    public async Task DiskThatIsReallyFull_LeavesAPlayableFileAndIsTriedAgain()
    {
        string disk = _folder.File("disk");
        Directory.CreateDirectory(disk);
        using Process mount = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk]) { RedirectStandardError = true })!;
        await mount.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(mount.ExitCode == 0, "only root may mount a small disk");
        try
        {
            using var feed = new FrameFeed(_watch) { IsNoise = true };
            await using EncodedRendition rendition = StartRendition();
            await using RecorderOutlet outlet = await StartAsync([rendition], Options("disk") with { MinFreeBytes = 0, RetryDelay = TimeSpan.FromMilliseconds(10), FragmentDuration = TimeSpan.FromMilliseconds(100) });
            await feed.OfferUntilAsync(rendition, () => outlet.Status.State == LiveOutletState.Waiting);
            Assert.Contains("No space left on device", outlet.Status.Reason, StringComparison.Ordinal);
            string interrupted = Files("*-interrupted.mp4", "disk")[0];
            Assert.True(Ffmpeg.FrameTimes(interrupted).Length > 3);
            foreach (string file in Directory.GetFiles(disk, "room-*"))
            {
                File.Delete(file);
            }

            feed.IsNoise = false;
            long delivered = outlet.Delivered;
            await feed.OfferUntilAsync(rendition, () => outlet.Delivered > delivered + 5);
            Assert.Equal(feed.Offered, rendition.Delivered);
        }
        finally
        {
            using Process unmount = Process.Start("umount", [disk]);
            await unmount.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task Folder_OfAnotherRecorderOfTheStream_IsWaitedFor()
    {
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = StartRendition();
        RecorderOutlet first = await StartAsync([rendition], Options());
        await feed.OfferAsync(rendition, 3);
        await _watch.UntilAsync(() => first.Delivered == 3);
        await using RecorderOutlet second = Make([rendition], Options() with { RetryDelay = TimeSpan.FromMilliseconds(10) }, name: "second");
        await feed.OfferUntilAsync(rendition, () => second.Status.State == LiveOutletState.Waiting);
        Assert.Contains("another recorder", second.Status.Reason, StringComparison.Ordinal);
        await first.DisposeAsync();
        await feed.OfferUntilAsync(rendition, () => second.Status.State == LiveOutletState.Running);
    }

    [Fact]
    public async Task Picture_OfAnotherSize_BeginsAnotherFile()
    {
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = StartRendition();
        RecorderOutlet outlet = await StartAsync([rendition], Options());
        await feed.OfferAsync(rendition, 5);
        feed.Resize(200, 100);
        await feed.OfferAsync(rendition, 5);
        await _watch.UntilAsync(() => outlet.Delivered == 10);
        await outlet.DisposeAsync();
        Assert.Equal([("160", 5), ("200", 5)], Files("*.mp4").Select(file => (Ffmpeg.Entry(file, "v:0", "width"), Ffmpeg.FrameTimes(file).Length)));
    }

    [Fact]
    public async Task Dispose_WithPacketsThatWait_WritesThemAndLeavesNoHandle()
    {
        Pipeline.Interop.MediaHandleCounts before = Pipeline.Interop.MediaLibrary.LiveHandles;
        using (var feed = new FrameFeed(_watch))
        {
            await using EncodedRendition rendition = StartRendition();
            RecorderOutlet outlet = await StartAsync([rendition], Options());
            await feed.OfferAsync(rendition, 30);
            await outlet.DisposeAsync();
            Assert.Equal(30, outlet.Delivered);
            Assert.Equal(30, Ffmpeg.FrameTimes(Assert.Single(Files("*.mp4"))).Length);
            Assert.Equal(0, rendition.Subscriptions);
        }

        Assert.Equal(before, Pipeline.Interop.MediaLibrary.LiveHandles);
    }

    [Fact]
    public void Renditions_ThatDoNotGoTogether_AreRefused()
    {
        EncodedRendition one = new("room", "a", new EncodedRenditionOptions(), _watch.Context), same = new("room", "b", new EncodedRenditionOptions(), _watch.Context);
        Assert.Throws<ArgumentException>(() => Make([one, same], Options()));
        Assert.Throws<ArgumentException>(() => Make([], Options()));
        var fault = Assert.Throws<VideoSegException>(() => Make([one], Options() with { SegmentDuration = TimeSpan.Zero, MaxBytes = 3 }));
        Assert.Equal(2, fault.Message.Split('\n').Length);
    }

    private string[] Files(string pattern, string below = ".") => [.. Directory.GetFiles(Path.GetFullPath(_folder.File(below)), pattern).Order(StringComparer.Ordinal)];

    private string Leave(string name, int bytes = 10)
    {
        string path = _folder.File(name);
        File.WriteAllBytes(path, new byte[bytes]);
        return path;
    }

    private RecorderOutletOptions Options(string below = ".") => new() { Folder = _folder.File(below), MinFreeBytes = 0 };

    private EncodedRendition StartRendition(LiveRendition picture = LiveRendition.Annotated, OutletWatch? watch = null)
    {
        var options = new EncodedRenditionOptions
        {
            Picture = picture,
            KeyFrameRequestInterval = TimeSpan.Zero,
            Encoder = new VideoEncoderOptions { KeyFrameInterval = TimeSpan.FromMinutes(1), Crf = 10 },
        };
        var rendition = new EncodedRendition("room", picture.ToString(), options, (watch ?? _watch).Context);
        rendition.Start();
        return rendition;
    }

    private async Task<RecorderOutlet> StartAsync(EncodedRendition[] renditions, RecorderOutletOptions options, OutletWatch? watch = null, Func<string, long>? freeBytes = null)
    {
        int[] before = [.. renditions.Select(rendition => rendition.Subscriptions)];
        RecorderOutlet outlet = Make(renditions, options, watch, freeBytes);
        await Wait.UntilAsync(() => renditions.Zip(before).All(pair => pair.First.Subscriptions == pair.Second + 1));
        return outlet;
    }

    private RecorderOutlet Make(EncodedRendition[] renditions, RecorderOutletOptions options, OutletWatch? watch = null, Func<string, long>? freeBytes = null, string name = "recorder")
    {
        LiveContext context = (watch ?? _watch).Context;
        RecorderOutlet outlet = freeBytes is null ? new([.. renditions], name, options, context) : new([.. renditions], name, options, context, freeBytes);
        outlet.Start();
        return outlet;
    }
}
