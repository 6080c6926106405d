using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live.Metrics;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>
/// A stream's place at the network: one frame may wait in it, the newest. Every frame that is offered ends once: analysed, skipped because a newer
/// one came first (or the stream left), or failed.
/// </summary>
internal sealed class HubSlot : IDisposable
{
    private static readonly TimeSpan LongestPenalty = TimeSpan.FromSeconds(10);

    /// <summary>A stream that gave no frame for so long is not waited for.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(1);

    private readonly SegmentationHub _hub;
    private readonly KeyValuePair<string, object?> _tag;
    private readonly LiveContext _context;
    private long _offered;
    private long _analysed;
    private long _skipped;
    private long _failed;
    private int _faults;
    private long? _lastOfferedAt;
    private volatile string _fault = "";

    internal HubSlot(SegmentationHub hub, string stream, IAnalysisReceiver receiver, StreamPriority priority, LiveContext context)
    {
        (_hub, Receiver, Priority, _context) = (hub, receiver, priority, context);
        _tag = new("stream", stream);
    }

    /// <summary>Why the network fails on this stream's frames while it is sound by itself, for people; empty where it does not.</summary>
    public string Fault => _fault;

    /// <summary>Frames that were offered.</summary>
    public long Offered => Volatile.Read(ref _offered);

    /// <summary>Frames that the network looked at.</summary>
    public long Analysed => Volatile.Read(ref _analysed);

    /// <summary>Frames given up for a newer one.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>Frames that the network failed on, or hung with.</summary>
    public long Failed => Volatile.Read(ref _failed);

    internal IAnalysisReceiver Receiver { get; }

    /// <summary>The frame that waits. Guarded by the hub's lock.</summary>
    internal WaitingFrame? Waiting { get; private set; }

    /// <summary>Whose frames come first. Guarded by the hub's lock; changed by <see cref="Rank"/>.</summary>
    internal StreamPriority Priority { get; set; }

    /// <summary>Number of its last turn, among those of all streams. Guarded by the hub's lock.</summary>
    internal long LastTurn { get; set; }

    /// <summary>Time stamp before which no frame is taken. Guarded by the hub's lock.</summary>
    internal long NotBefore { get; private set; }

    /// <summary>Offers a frame to the network; takes a reference of its own, and drops the one that waits. Never waits, allocates nothing.</summary>
    public void Offer(VideoFrame frame, long number, long capturedAt)
    {
        frame.AddReference();
        Interlocked.Increment(ref _offered);
        _hub.Offer(new WaitingFrame(this, frame, number, capturedAt, _context.Time.GetTimestamp()));
    }

    /// <summary>Says from now on whose frames come first.</summary>
    public void Rank(StreamPriority priority) => _hub.Rank(this, priority);

    /// <summary>Leaves: nothing of this stream is taken any more. What the network looks at still comes.</summary>
    public void Dispose() => _hub.Leave(this);

    /// <summary>Lets a frame wait; what waited before is the caller's. Under the hub's lock.</summary>
    internal WaitingFrame? Put(in WaitingFrame frame)
    {
        WaitingFrame? old = Waiting;
        _lastOfferedAt = frame.OfferedAt;
        Waiting = old is { } before ? frame with { Since = before.Since } : frame;
        return old;
    }

    /// <summary>Nothing waits any more; what did is the caller's. Under the hub's lock.</summary>
    internal WaitingFrame? Clear()
    {
        WaitingFrame? old = Waiting;
        Waiting = null;
        return old;
    }

    /// <summary>Whether a frame waits, or may come soon, that the network takes. Under the hub's lock.</summary>
    internal bool MayHaveFrame(long now) =>
        NotBefore <= now && (Waiting is not null || (_lastOfferedAt is { } last && _context.Time.GetElapsedTime(last, now) < LongestSilence));

    /// <summary>Records how long a frame waited for the network.</summary>
    internal void RecordWait(in WaitingFrame frame, long now)
    {
        _context.Instruments.StageDuration.Record(_context.Time.GetElapsedTime(frame.CapturedAt, now).TotalSeconds, _tag, LiveTags.Inference, LiveTags.Queue);
        _context.Instruments.EngineQueue.Record(_context.Time.GetElapsedTime(frame.OfferedAt, now).TotalSeconds, LiveTags.Of(Priority));
    }

    internal void CountAnalysed()
    {
        Interlocked.Increment(ref _analysed);
        _context.Instruments.SegmentationFrames.Add(1, _tag, LiveTags.Analysed);
        (_fault, _faults) = ("", 0);
    }

    internal void CountSkipped()
    {
        Interlocked.Increment(ref _skipped);
        _context.Instruments.SegmentationFrames.Add(1, _tag, LiveTags.Skipped);
    }

    internal void CountFailed()
    {
        Interlocked.Increment(ref _failed);
        _context.Instruments.SegmentationFrames.Add(1, _tag, LiveTags.Failed);
    }

    /// <summary>The network is sound, but not on this stream's frames: they must wait, longer from time to time.</summary>
    internal void Penalise(string reason, TimeSpan first)
    {
        double seconds = Math.Min(first.TotalSeconds * Math.Pow(2, Math.Min(_faults++, 20)), LongestPenalty.TotalSeconds);
        NotBefore = _context.Time.GetTimestamp() + (long)(seconds * _context.Time.TimestampFrequency);
        _fault = $"the network fails on pictures of this stream: {reason}";
    }
}
