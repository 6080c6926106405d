using VideoSeg.Model;
using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Sources;

/// <summary>Recordings as live sources: at their own pace, over and over again, and what happens when there is none.</summary>
public sealed class LiveSourceFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Frames_OfALoopedFile_ComeAtItsOwnPaceOverTheSeam()
    {
        string path = Make("a.mp4", "testsrc2=size=160x120:rate=25:duration=0.4", "-c:v", "libx264", "-bf", "0");
        var clock = new FakeTimeProvider();
        var times = new List<long>();
        var probe = new ReceiverProbe { OnFrame = (_, at) => times.Add(at) };
        await using LiveSource source = probe.Open(new LiveSourceOptions { Url = path }, ReceiverProbe.Context(clock));
        await probe.Until(p => p.Frames >= 31, clock, TimeSpan.FromMilliseconds(1));
        // The clock runs on while threads are woken: each frame may come late by what they need, but the pace holds.
        double seconds = (times[30] - times[0]) / (double)TimeSpan.TicksPerSecond;
        Assert.True(seconds >= 30 * 0.04 - 0.001, $"31 frames in {seconds} s");
        Assert.Equal(1, source.Status.Connections);
        Assert.Equal(0, probe.Slates);
        Assert.Equal([LiveSourceState.Live], probe.Changes.Select(change => change.State).Where(state => state != LiveSourceState.Connecting));
    }

    [Fact]
    public async Task Source_WithoutLoop_StopsAtTheEnd()
    {
        string path = Make("a.mp4", "testsrc2=size=160x120:rate=25:duration=0.2", "-c:v", "libx264");
        var probe = new ReceiverProbe();
        await using LiveSource source = probe.Open(new LiveSourceOptions { Url = path, Loop = false });
        await probe.Until(p => p.State == LiveSourceState.Stopped && p.Slates > 0);
        Assert.Equal(5, probe.Frames + probe.Late);
        Assert.Equal("The recording has ended", probe.Changes[^1].Reason);
        Assert.Equal((160, 120), probe.SlateSize);
    }

    [Fact]
    public async Task Source_ThatIsNotThere_ShowsASlateAndIsTakenUpOnceItIs()
    {
        string path = _folder.File("later.mp4");
        var probe = new ReceiverProbe();
        await using LiveSource source = probe.Open(new LiveSourceOptions { Url = path, ReconnectDelay = TimeSpan.FromMilliseconds(20), MaxReconnectDelay = TimeSpan.FromMilliseconds(20) });
        await probe.Until(p => p.Slates >= 2 && p.State == LiveSourceState.Away);
        Assert.Equal((1280, 720), probe.SlateSize);
        LiveSourceStatus away = probe.Changes.Last(change => change.State == LiveSourceState.Away);
        Assert.Equal($"there is nothing at {path}", away.Reason);
        Assert.NotNull(away.NextTry);

        string made = Make("made.mp4", "testsrc2=size=160x120:rate=25:duration=1", "-c:v", "libx264");
        File.Move(made, path);
        await probe.Until(p => p.FramesInARow >= 3);
        Assert.Equal(LiveSourceState.Live, probe.State);
        Assert.Equal("", source.Status.Reason);
        Assert.Equal(1, source.Status.Connections);
        Assert.True(source.Status.Faults > 0);
    }

    [Fact]
    public async Task Tries_WithoutLuck_ComeAfterLongerAndLongerWaits()
    {
        var clock = new FakeTimeProvider();
        var probe = new ReceiverProbe();
        var context = ReceiverProbe.Context(clock) with { Random = () => 0.5 };
        await using LiveSource source = probe.Open(new LiveSourceOptions { Url = _folder.File("none.mp4") }, context);
        await probe.Until(p => p.Changes.Count(change => change.State == LiveSourceState.Away) >= 7, clock, TimeSpan.FromMilliseconds(50));
        double[] tries = [.. probe.Changes.Where(change => change.State == LiveSourceState.Away).Select(change => (change.NextTry!.Value - clock.Start).TotalSeconds)];
        double[] steps = [.. tries.Skip(1).Zip(tries, (later, earlier) => later - earlier)];
        // What is not seen at once adds to a step; never less than the wait itself.
        Assert.All(steps.Zip([1.0, 2, 4, 8, 15, 15]), step => Assert.InRange(step.First, step.Second - 0.001, step.Second + 2));
    }

    [Fact]
    public async Task Stop_WhileWaitingForTheNextTry_EndsAtOnce()
    {
        var clock = new FakeTimeProvider();
        var probe = new ReceiverProbe();
        LiveSource source = probe.Open(new LiveSourceOptions { Url = _folder.File("none.mp4") }, ReceiverProbe.Context(clock));
        await probe.Until(p => p.State == LiveSourceState.Away);
        await source.DisposeAsync(); // The clock stands still: only the stop can end the wait.
        Assert.Equal(LiveSourceState.Stopped, probe.State);
        int slates = probe.Slates;
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(slates, probe.Slates);
    }

    [Fact]
    public async Task Frames_WhoseSizeAndFormatChange_AreTold()
    {
        string small = Make("small.ts", "testsrc2=size=160x120:rate=25:duration=0.4", "-c:v", "mpeg2video");
        string large = Make("large.ts", "testsrc2=size=320x240:rate=25:duration=0.4", "-c:v", "mpeg2video", "-pix_fmt", "yuv422p", "-output_ts_offset", "1");
        string both = _folder.File("both.ts");
        await File.WriteAllBytesAsync(both, [.. await File.ReadAllBytesAsync(small), .. await File.ReadAllBytesAsync(large)], TestContext.Current.CancellationToken);
        var probe = new ReceiverProbe();
        await using LiveSource source = probe.Open(new LiveSourceOptions { Url = both });
        await probe.Until(p => p.Changes.Select(change => (change.State, change.Video?.Width)).Distinct().Count(change => change.State == LiveSourceState.Live) == 2);
        Assert.Equal((320, 240, "yuv422p"), probe.Changes.Where(change => change.Video?.Width == 320).Select(change => (change.Video!.Width, change.Video.Height, change.Video.Format.Name)).First());
        await probe.Until(p => p.Changes[^1].Video?.Width == 160 && p.Changes.Any(change => change.Video?.Width == 320)); // and back again
        Assert.Equal(0, probe.Slates);
    }

    [Fact]
    public async Task Frames_OfASlowReceiver_AreGivenUpAndCounted()
    {
        string path = Make("a.mp4", "testsrc2=size=160x120:rate=50:duration=1", "-c:v", "libx264");
        using var release = new SemaphoreSlim(0);
        long last = -1;
        var probe = new ReceiverProbe
        {
            OnFrame = (frame, _) =>
            {
                release.Wait(TestContext.Current.CancellationToken);
                Assert.True(frame.Index > last, "a frame older than the last one was shown");
                last = frame.Index;
            },
        };
        await using LiveSource source = probe.Open(new LiveSourceOptions { Url = path, Loop = false });
        while (source.Status.Frames < 50)
        {
            // All are read although the receiver does not come back from the first one.
            await Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
        }

        release.Release(100);
        await probe.Until(p => p.State == LiveSourceState.Stopped && p.Frames + p.Late == 50);
        Assert.Equal(source.Status.DroppedLate, probe.Late);
        Assert.Equal(2, probe.Frames);
    }

    [Fact]
    public async Task Stop_WithAFrameThatWaits_AccountsForIt()
    {
        string path = Make("a.mp4", "testsrc2=size=160x120:rate=50:duration=1", "-c:v", "libx264");
        using var release = new SemaphoreSlim(0);
        var probe = new ReceiverProbe { OnFrame = (_, _) => release.Wait(TestContext.Current.CancellationToken) };
        LiveSource source = probe.Open(new LiveSourceOptions { Url = path, Loop = false });
        while (source.Status.Frames < 50)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
        }

        ValueTask end = source.DisposeAsync();
        release.Release(100);
        await end;
        Assert.Equal((50, 2), (probe.Frames + probe.Late, probe.Frames));
        Assert.Equal(source.Status.DroppedLate, probe.Late);
    }

    [Fact]
    public void Source_WithWrongOptions_NamesAllFaults()
    {
        var options = new LiveSourceOptions { Url = "x.mp4", ReadTimeout = TimeSpan.Zero, DecoderThreads = 0 };
        var fault = Assert.Throws<VideoSegException>(() => new LiveSource("a", "", options, new ReceiverProbe(), ReceiverProbe.Context()));
        Assert.Contains("ReadTimeout", fault.Message, StringComparison.Ordinal);
        Assert.Contains("DecoderThreads", fault.Message, StringComparison.Ordinal);
    }

    private string Make(string name, string source, params string[] arguments) => Ffmpeg.Make(_folder.File(name), source, arguments);
}
