using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Metrics;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Bench.Streams;

/// <summary>
/// A feed with a place at the network, as a stream of the service has it: one frame may wait, the newest. What comes back is drawn on a copy of the frame, on a thread of
/// its own.
/// </summary>
internal sealed class MemoryFeed : IAnalysisReceiver, IDisposable
{
    /// <summary>Masks that may wait to be drawn; the oldest go, and their frames are lost.</summary>
    private const int Capacity = 4;

    private readonly Lock _lock = new();
    private readonly WakeEvent _arrived = new();
    private readonly Queue<Analysis> _queue = new(Capacity);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HubSlot _slot;
    private readonly LiveContext _context;
    private readonly int _warmUp;
    private readonly PolypSet _polyps = new();
    private PolypFinder? _finder;
    private OverlayRenderer? _renderer;
    private long _came;
    private int _drawn;
    private bool _isStopping;
    private bool _isEnded;

    /// <summary>Takes its place and starts its thread.</summary>
    /// <param name="hub">The network.</param>
    /// <param name="name">The feed's name.</param>
    /// <param name="warmUp">So many frames at its beginning do not count.</param>
    public MemoryFeed(SegmentationHub hub, string name, int warmUp)
    {
        (_context, _warmUp) = (hub.Context, warmUp);
        _slot = hub.Join(name, this);
        new Thread(Main) { Name = name, IsBackground = true }.Start();
    }

    /// <summary>From a frame due to the frame drawn. To be read once <see cref="Ended"/>.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>Frames given that count.</summary>
    public int Given => Math.Max(0, (int)_slot.Offered - _warmUp);

    /// <summary>Of these, those that were drawn with their masks; all others are lost.</summary>
    public int Drawn => Volatile.Read(ref _drawn);

    /// <summary>Frames that the network failed on.</summary>
    public long Failed => _slot.Failed;

    /// <summary>Whether the network has let go of all frames and nothing waits to be drawn.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                return _queue.Count == 0 && _came == _slot.Analysed && _slot.Offered == _slot.Analysed + _slot.Skipped + _slot.Failed;
            }
        }
    }

    /// <summary>Ends when its thread has, after <see cref="Dispose"/>.</summary>
    public Task Ended => _ended.Task;

    /// <summary>A frame is due. Never waits.</summary>
    /// <param name="frame">It stays the caller's.</param>
    /// <param name="number">Its number.</param>
    /// <param name="due">When it was to come: a time stamp of the clock.</param>
    public void Give(VideoFrame frame, int number, long due) => _slot.Offer(frame, number, due);

    /// <inheritdoc/>
    public void Analysed(in Analysis analysis)
    {
        Analysis lost = analysis;
        bool isLost;
        lock (_lock)
        {
            _came++;
            isLost = _isEnded || _queue.Count == Capacity;
            if (!_isEnded)
            {
                lost = isLost ? _queue.Dequeue() : lost;
                _queue.Enqueue(analysis);
            }
        }

        if (isLost)
        {
            lost.Dispose();
        }

        _arrived.Set();
    }

    /// <summary>Leaves the network and ends the thread, once what waits is drawn.</summary>
    public void Dispose()
    {
        _slot.Dispose();
        lock (_lock)
        {
            _isStopping = true;
        }

        _arrived.Set();
    }

    private void Main()
    {
        UrgentThread.Begin();
        while (Next(out Analysis? analysis))
        {
            if (analysis is { } found)
            {
                Draw(found);
            }
            else
            {
                _arrived.Wait();
            }
        }

        _arrived.Dispose();
        _ended.SetResult();
    }

    private bool Next(out Analysis? analysis)
    {
        lock (_lock)
        {
            analysis = _queue.TryDequeue(out Analysis next) ? next : null;
            _isEnded = analysis is null && _isStopping;
            return !_isEnded;
        }
    }

    private void Draw(in Analysis analysis)
    {
        SegmenterInfo network = analysis.Network;
        _finder ??= new PolypFinder(new PolypOptions { Threshold = network.Threshold });
        _renderer ??= new OverlayRenderer(new OverlayOptions(), network.Classes, colors: network.Colors);
        _finder.Find(analysis.Masks, 0, analysis.Frame.Planes, _polyps);
        analysis.Masks.Dispose();
        using VideoFrame drawn = analysis.Frame.MakeWritable();
        _renderer.Draw(drawn.Planes, null, 0, _polyps);
        if (analysis.Number >= _warmUp)
        {
            Latency.Record(_context.Time.GetElapsedTime(analysis.CapturedAt));
            Interlocked.Increment(ref _drawn);
        }
    }
}
