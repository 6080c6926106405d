using System.Collections.Concurrent;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Metrics;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Delivery;

/// <summary>A live stream that is given rendered frames by hand, on a clock that is moved by hand, and that remembers what it showed.</summary>
internal sealed class LiveRig : ILiveObserver, IAsyncDisposable
{
    public const int Width = 320;
    public const int Height = 240;

    private readonly Dictionary<(int, int), FrameAllocator> _allocators = [];
    private readonly LiveInstruments _instruments = new();
    private readonly List<long> _givenAt = [];
    private readonly bool _keepsPictures;

    public LiveRig(LiveStreamOptions? options = null, Func<ISegmenter>? create = null, SegmentationHubOptions? hub = null, bool keepsPictures = false, bool starts = true)
    {
        _keepsPictures = keepsPictures;
        Context = new LiveContext(Time, _instruments, this);
        Hub = new SegmentationHub(create ?? (() => Network), hub ?? new SegmentationHubOptions { Niceness = 0 }, Context);
        Options = options ?? Default;
        Stream = new LiveStream(Options, Hub, Context);
        Stream.Add(new Outlet(this));
        if (starts)
        {
            Hub.Start();
        }
    }

    /// <summary>The whole picture, and masks live for 200 ms.</summary>
    public static LiveStreamOptions Default => new() { Name = "test", Source = new LiveSourceOptions { Url = "none" }, Field = "whole" };

    public FakeTimeProvider Time { get; } = new();

    public LiveContext Context { get; }

    public TestNetwork Network { get; } = new();

    public SegmentationHub Hub { get; }

    public LiveStream Stream { get; }

    public LiveStreamOptions Options { get; }

    /// <summary>Lets the outlet go on; closed, it holds what it has.</summary>
    public ManualResetEventSlim OutletGate { get; } = new(initialState: true);

    /// <summary>What was shown, in order.</summary>
    public ConcurrentQueue<ShownFrame> Shown { get; } = [];

    /// <summary>What the observer was told of the marks.</summary>
    public ConcurrentQueue<(SegmentationState State, string Reason)> Told { get; } = [];

    public LiveFrameCounts Counts => Stream.Status.Frames;

    public LiveSegmentationCounts Analysis => Stream.Status.Analysis;

    /// <summary>Waits until the network takes frames.</summary>
    public Task Running() => Eventually.Holds(() => Hub.Status.IsRunning, "a running network");

    /// <summary>Gives a frame of a wall moved by (dx, dy), with a polyp on it at (x + dx, y + dy); returns its number.</summary>
    public long Give(double dx = 0, double dy = 0, bool polyp = true, int view = 0, int width = Width, int height = Height)
    {
        long number = _givenAt.Count;
        _givenAt.Add(Time.GetTimestamp());
        Stream.Accept(Render(dx, dy, polyp, view, width, height), Time.GetTimestamp());
        return number;
    }

    public void GiveSlate()
    {
        _givenAt.Add(Time.GetTimestamp());
        VideoFrame slate = Render(0, 0, polyp: false, view: 9, Width, Height);
        Stream.AcceptSlate(slate, Time.GetTimestamp());
    }

    /// <summary>Waits until the network has looked at so many frames and their polyps are known.</summary>
    public Task Analysed(long count) => Eventually.Holds(
        () => Analysis.Analysed >= count && Stream.Status.Delays.AnalysedPerSecond >= 0 && Stream.Delivery.Measurements.Tracks >= count, $"{count} analysed frames");

    /// <summary>Frames and slates that were given so long ago.</summary>
    public long DueBy(TimeSpan delay) => _givenAt.Count(at => Time.GetElapsedTime(at) >= delay);

    public Task ShownUpTo(long number) => Eventually.Holds(() => Shown.LastOrDefault()?.Number >= number, $"frame {number} shown");

    /// <summary>Gives the same frame again, 20 ms apart, until what is shown is as it should be.</summary>
    public async Task<ShownFrame> GiveUntil(Func<ShownFrame, bool> condition, string what)
    {
        ShownFrame? last = null;
        await Eventually.Holds(
            () =>
            {
                Time.Advance(TimeSpan.FromMilliseconds(20));
                long number = Give();
                last = Shown.LastOrDefault(frame => frame.Number <= number);
                return last is not null && condition(last);
            },
            what);
        return last!;
    }

    public void SourceChanged(string stream, LiveSourceStatus status)
    {
    }

    public void OutletChanged(string stream, LiveOutletStatus status)
    {
    }

    public void SegmentationChanged(string stream, SegmentationState state, string reason) => Told.Enqueue((state, reason));

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();

        // A test that failed may have left a call that hangs.
        Task closing = Hub.DisposeAsync().AsTask();
        await Eventually.Holds(
            () =>
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                return closing.IsCompleted;
            },
            "the hub closed");
        foreach (FrameAllocator allocator in _allocators.Values)
        {
            allocator.Dispose();
        }

        _instruments.Dispose();
        OutletGate.Dispose();
        LiveFrameCounts counts = Counts;
        Assert.Equal(0, counts.InFlight);
    }

    public unsafe VideoFrame Render(double dx, double dy, bool polyp, int view, int width, int height)
    {
        if (!_allocators.TryGetValue((width, height), out FrameAllocator? allocator))
        {
            _allocators[(width, height)] = allocator = new FrameAllocator(width, height, PixelFormat.Yuv420P, LiveFrame.TimeBase, ColorTags.Bt709);
        }

        VideoFrame frame = allocator.Allocate(0, 0);
        ImagePlanes planes = frame.Planes;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double u = x - dx, v = y - dy, s = view * 1.7;
                double value = Math.Sin((u * (0.11 + (0.13 * view))) + s) + Math.Sin((v * (0.09 + (0.07 * view))) + 1 + s) + Math.Sin((u * 0.05) + (v * (0.07 + (0.11 * view))) - s);
                bool isPolyp = polyp && Math.Pow(u - 150, 2) + Math.Pow(v - 110, 2) < 35 * 35;
                planes.Plane0[((long)y * planes.Stride0) + x] = (byte)((isPolyp ? 200 : 75) + (9 * value));
            }
        }

        for (int y = 0; y < (height + 1) / 2; y++)
        {
            new Span<byte>(planes.Plane1 + ((long)y * planes.Stride1), (width + 1) / 2).Fill(128);
            new Span<byte>(planes.Plane2 + ((long)y * planes.Stride2), (width + 1) / 2).Fill(128);
        }

        return frame;
    }

    private sealed class Outlet(LiveRig rig) : LiveOutlet("test", "shown", "test", 2000, rig.Context)
    {
        protected override OutletDropReason? Deliver(LiveFrame frame)
        {
            rig.OutletGate.Wait(StopToken);
            rig.Shown.Enqueue(ShownFrame.Of(frame, rig.Time, rig._keepsPictures));
            return null;
        }
    }
}
