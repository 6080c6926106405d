using VideoSeg.Model;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.Pipeline.Monitor;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Outputs;

/// <summary>Live frames on a real X server that comes and goes.</summary>
[Collection(NativeHandles.Name)]
public sealed class MonitorOutletTests : IDisposable
{
    private static readonly (byte R, byte G, byte B) Red = (200, 30, 40), Green = (40, 180, 60), Blue = (30, 60, 190);

    private readonly XvfbServer _server = XvfbServer.Start((320, 180));
    private readonly OutletWatch _watch = new();

    public void Dispose()
    {
        _watch.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData(LiveRendition.Annotated)]
    [InlineData(LiveRendition.Original)]
    public async Task Offer_AFrame_ShowsThePictureThatIsAskedForAndMeasuresIt(LiveRendition rendition)
    {
        using var feed = new LiveFeed(_watch.Context);
        await using MonitorOutlet outlet = Start(Options() with { Rendition = rendition });

        feed.Offer(outlet, Red, original: Blue);
        await _watch.UntilAsync(() => outlet.Delivered == 1);

        AssertShown(rendition == LiveRendition.Annotated ? Red : Blue);
        Assert.Equal((LiveOutletState.Running, "", 0L), (outlet.Status.State, outlet.Status.Reason, outlet.Status.Dropped));
        Assert.Equal((1L, 1L), (outlet.Delay.Count, outlet.TotalDelay.Count));
        Assert.True(outlet.Delay.Maximum > TimeSpan.Zero);
    }

    [Fact]
    public async Task Offer_ASlate_ShowsItWhateverIsAskedFor()
    {
        using var feed = new LiveFeed(_watch.Context);
        await using MonitorOutlet outlet = Start(Options() with { Rendition = LiveRendition.Original });

        feed.Offer(outlet, Green, original: null);
        await _watch.UntilAsync(() => outlet.Delivered == 1);

        AssertShown(Green);
    }

    [Fact]
    public async Task Offer_FasterThanTheWindowTakesThem_ShowsTheNewestAndCountsTheOthers()
    {
        using var feed = new LiveFeed(_watch.Context);
        await using MonitorOutlet outlet = Start(Options() with { AnswerTimeout = TimeSpan.FromMinutes(1) });
        feed.Offer(outlet, Red);
        await _watch.UntilAsync(() => outlet.Delivered == 1);

        Signal("-STOP");
        for (int i = 0; i < 10; i++)
        {
            feed.Offer(outlet, Blue);
        }

        feed.Offer(outlet, Green);
        Signal("-CONT");
        await _watch.UntilAsync(() => outlet.Delivered + outlet.Dropped(OutletDropReason.Busy) == feed.Offered);

        AssertShown(Green);
        Assert.True(outlet.Dropped(OutletDropReason.Busy) >= 9); // one may have been on its way to the window
    }

    [Fact]
    public async Task Offer_WhileTheServerGoesAndComesBack_WaitsAndShowsAgain()
    {
        using var feed = new LiveFeed(_watch.Context);
        await using MonitorOutlet outlet = Start(Options());
        await feed.OfferUntilAsync(outlet, Red, () => outlet.Status.State == LiveOutletState.Running);

        _server.Kill();
        await feed.OfferUntilAsync(outlet, Red, () => outlet.Status.Reason.StartsWith("no display can be opened", StringComparison.Ordinal));
        Assert.Equal(LiveOutletState.Waiting, outlet.Status.State);
        Assert.True(outlet.Dropped(OutletDropReason.Away) > 0);
        Assert.Contains(_watch.States, state => state.Reason == "the display server went away");

        using XvfbServer next = XvfbServer.StartAs(_server.Name, (320, 180));
        long before = outlet.Delivered;
        await feed.OfferUntilAsync(outlet, Green, () => outlet.Delivered > before);

        Assert.Equal((LiveOutletState.Running, ""), (outlet.Status.State, outlet.Status.Reason));
        AssertNear(Green, next.Read()[100, 100]);
    }

    [Fact]
    public async Task Idle_WhereTheServerGoesWhileNothingIsOffered_NoticesIt()
    {
        using var feed = new LiveFeed(_watch.Context);
        await using MonitorOutlet outlet = Start(Options());
        feed.Offer(outlet, Red);
        await _watch.UntilAsync(() => outlet.Delivered == 1);

        _server.Kill();

        await _watch.UntilAsync(() => outlet.Status is { State: LiveOutletState.Waiting, Reason: "the display server went away" });
    }

    [Fact]
    public async Task Offer_AfterSomebodyClosedTheWindow_OpensItAgain()
    {
        using var feed = new LiveFeed(_watch.Context);
        await using MonitorOutlet outlet = Start(Options());
        await feed.OfferUntilAsync(outlet, Red, () => outlet.Delivered > 0);

        using var person = new XClient(_server.Name);
        person.AskToClose();
        await feed.OfferUntilAsync(outlet, Red, () => _watch.States.Any(state => state.Reason == "the window was closed at the display; it opens again"));
        long before = outlet.Delivered;
        await feed.OfferUntilAsync(outlet, Blue, () => outlet.Delivered > before);

        Assert.Equal(LiveOutletState.Running, outlet.Status.State);
        AssertShown(Blue);
    }

    [Fact]
    public async Task Offer_AfterEscapeWhereItIsNotToOpenAgain_StaysClosed()
    {
        using var feed = new LiveFeed(_watch.Context);
        await using MonitorOutlet outlet = Start(Options() with { ReopenWhenClosed = false });
        await feed.OfferUntilAsync(outlet, Red, () => outlet.Delivered > 0);

        using var person = new XClient(_server.Name);
        person.PressEscape();
        await feed.OfferUntilAsync(outlet, Red, () => outlet.Status.State == LiveOutletState.Stopped);
        long away = outlet.Dropped(OutletDropReason.Away), delivered = outlet.Delivered;
        await feed.OfferUntilAsync(outlet, Red, () => outlet.Dropped(OutletDropReason.Away) > away + 5);

        Assert.Equal(delivered, outlet.Delivered);
        Assert.Equal("the window was closed at the display", outlet.Status.Reason);
    }

    [Fact]
    public void Constructor_WithFaultyOptions_ListsThemAll()
    {
        VideoSegException fault = Assert.Throws<VideoSegException>(() =>
            new MonitorOutlet("stream", "monitor", Options() with { ReopenDelay = TimeSpan.Zero, Width = 3, Rendition = (LiveRendition)7 }, _watch.Context));

        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Equal(3, fault.Message.Split('\n').Length);
    }

    [Fact]
    public async Task DisposeAsync_WithFramesOnTheirWay_ClosesTheWindowAndAccountsForEach()
    {
        using var feed = new LiveFeed(_watch.Context);
        MonitorOutlet outlet = Start(Options());
        await feed.OfferUntilAsync(outlet, Red, () => outlet.Delivered > 3);
        int[] processes = MonitorProcesses();
        Assert.Single(processes);

        await outlet.DisposeAsync();
        feed.Offer(outlet, Red);

        Assert.Empty(MonitorProcesses());
        Assert.Equal(feed.Offered, outlet.Status.Delivered + outlet.Status.Dropped);
        Assert.True(outlet.Dropped(OutletDropReason.Stopped) >= 1);
        Assert.Equal(LiveOutletState.Stopped, outlet.Status.State);
    }

    [Fact]
    public async Task AStream_WhoseMonitorGoes_FlowsOnToItsOtherOutlets()
    {
        using var folder = new TemporaryFolder();
        string clip = Ffmpeg.Make(folder.File("clip.mkv"), "testsrc2=size=320x180:rate=50:duration=60", "-c:v", "libx264", "-preset", "ultrafast");
        await using var hub = new SegmentationHub(() => new ScriptedSegmenter(), new SegmentationHubOptions(), _watch.Context);
        await using var stream = new LiveStream(
            new LiveStreamOptions { Name = "room", Source = new LiveSourceOptions { Url = clip } }, hub, _watch.Context);
        var counter = new CountingOutlet(_watch.Context);
        var monitor = new MonitorOutlet("room", "monitor", Options(), _watch.Context);
        stream.Add(counter);
        stream.Add(monitor);
        stream.Start();
        await _watch.UntilAsync(() => monitor.Delivered > 10);

        _server.Kill();
        await _watch.UntilAsync(() => monitor.Status.State == LiveOutletState.Waiting);
        long before = counter.Delivered, last = counter.LastNumber;
        await _watch.UntilAsync(() => counter.Delivered >= before + 25);

        Assert.True(counter.LastNumber - last <= counter.Delivered - before + 1, "frames are missing"); // none was lost for the monitor's sake
        Assert.Equal(0, counter.Status.Dropped);
    }

    private static int[] MonitorProcesses() =>
    [
        .. System.Diagnostics.Process.GetProcessesByName("videoseg_monitor").Where(process =>
            File.Exists($"/proc/{process.Id}/stat") && File.ReadAllText($"/proc/{process.Id}/stat").Split(')')[1].Split(' ')[2] == $"{Environment.ProcessId}")
            .Select(process => process.Id),
    ];

    private static void Signal(string signal)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [signal, $"{Assert.Single(MonitorProcesses())}"]);
        kill.WaitForExit();
    }

    private static void AssertNear((byte R, byte G, byte B) expected, (byte R, byte G, byte B) found) =>
        Assert.True(Math.Abs(expected.R - found.R) <= 4 && Math.Abs(expected.G - found.G) <= 4 && Math.Abs(expected.B - found.B) <= 4, $"expected {expected}, found {found}");

    private void AssertShown((byte R, byte G, byte B) color) => AssertNear(color, _server.Read()[100, 100]);

    private MonitorOutletOptions Options() => new()
    {
        Server = _server.Name,
        Renderer = MonitorRenderer.Software,
        ReopenDelay = TimeSpan.FromMilliseconds(20),
        MaxReopenDelay = TimeSpan.FromMilliseconds(100),
    };

    private MonitorOutlet Start(MonitorOutletOptions options)
    {
        var outlet = new MonitorOutlet("stream", "monitor", options, _watch.Context);
        outlet.Start();
        return outlet;
    }

    /// <summary>Takes every frame.</summary>
    private sealed class CountingOutlet(LiveContext context) : LiveOutlet("room", "counter", "counter", capacity: 64, context)
    {
        private long _lastNumber;

        public long LastNumber => Volatile.Read(ref _lastNumber);

        protected override OutletDropReason? Deliver(LiveFrame frame)
        {
            Volatile.Write(ref _lastNumber, frame.Number);
            return null;
        }
    }
}
