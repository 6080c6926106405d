using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Metrics;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Delivery.Batching;

/// <summary>A hub with places that are given frames by hand, on a clock that is moved by hand, and that remembers what it measured.</summary>
internal sealed class HubRig : IAsyncDisposable
{
    private readonly LiveInstruments _instruments = new();
    private readonly MeterListener _listener = new();
    private readonly FrameAllocator _allocator = new(48, 32, PixelFormat.Gray8, LiveFrame.TimeBase, ColorTags.Bt709);

    public HubRig(SegmentationHubOptions options, Func<ISegmenter> create)
    {
        Hub = new SegmentationHub(create, options, new LiveContext(Time, _instruments, new Nobody()));
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, _instruments.Meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
            Measured.Enqueue((instrument.Name["videoseg.live.".Length..], value, tags.Length == 1 ? $"{tags[0].Value}" : "")));
        _listener.Start();
        Hub.Start();
    }

    public static SegmentationHubOptions Options { get; } = new()
    {
        Niceness = 0,
        HangTimeout = TimeSpan.FromSeconds(5),
        RestartDelay = TimeSpan.FromMilliseconds(100),
        MaxRestarts = 1000,
    };

    public FakeTimeProvider Time { get; } = new();

    public SegmentationHub Hub { get; }

    /// <summary>All seconds measured, in order: name of the instrument, value, its one tag.</summary>
    public ConcurrentQueue<(string Name, double Value, string Tag)> Measured { get; } = [];

    public static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    public Task Running() => Eventually.Holds(() => Hub.Status.IsRunning, "a running network");

    /// <summary>Waits until a lane holds frames back.</summary>
    public Task Holding() => Eventually.Holds(() => Hub.IsHolding, "frames held back");

    public Place Join(string name, StreamPriority priority = StreamPriority.Normal) => new(this, name, priority);

    public IEnumerable<double> Values(string name) => Measured.Where(one => one.Name == name).Select(one => one.Value);

    public async ValueTask DisposeAsync()
    {
        Task closing = Hub.DisposeAsync().AsTask();
        await Eventually.Holds(
            () =>
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                return closing.IsCompleted;
            },
            "the hub closed");
        _listener.Dispose();
        _instruments.Dispose();
        _allocator.Dispose();
    }

    /// <summary>A stream's place, with what came back to it.</summary>
    internal sealed class Place : IAnalysisReceiver, IDisposable
    {
        private readonly HubRig _rig;
        private long _number;

        public Place(HubRig rig, string name, StreamPriority priority)
        {
            _rig = rig;
            Slot = rig.Hub.Join(name, this, priority);
        }

        public HubSlot Slot { get; }

        /// <summary>Numbers of the frames that were looked at, how old their masks were, and the mean of those.</summary>
        public ConcurrentQueue<(long Number, TimeSpan Age, float Mean)> Came { get; } = [];

        /// <summary>Whether each frame that was offered has ended.</summary>
        public bool IsSettled => Slot.Offered == Slot.Analysed + Slot.Skipped + Slot.Failed;

        /// <summary>Offers a frame of one gray; returns its number.</summary>
        public unsafe long Give(byte gray = 128)
        {
            using VideoFrame frame = _rig._allocator.Allocate(0, 0);
            ImagePlanes planes = frame.Planes;
            for (int y = 0; y < planes.Height; y++)
            {
                new Span<byte>(planes.Plane0 + ((long)y * planes.Stride0), planes.Width).Fill(gray);
            }

            Slot.Offer(frame, _number, _rig.Time.GetTimestamp());
            return _number++;
        }

        public void Analysed(in Analysis analysis)
        {
            float sum = 0;
            foreach (float value in analysis.Masks.Probabilities)
            {
                sum += value;
            }

            Came.Enqueue((analysis.Number, _rig.Time.GetElapsedTime(analysis.CapturedAt, analysis.EndedAt), sum / analysis.Masks.Probabilities.Length));
            analysis.Dispose();
        }

        public void Dispose() => Slot.Dispose();
    }

    private sealed class Nobody : ILiveObserver
    {
        public void SourceChanged(string stream, Pipeline.Live.Sources.LiveSourceStatus status)
        {
        }

        public void OutletChanged(string stream, Pipeline.Live.Outputs.LiveOutletStatus status)
        {
        }

        public void SegmentationChanged(string stream, SegmentationState state, string reason)
        {
        }
    }
}
