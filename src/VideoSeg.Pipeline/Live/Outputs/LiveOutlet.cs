using System.Threading.Channels;
using VideoSeg.Model;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live.Delivery;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>
/// Where live pictures go: a thread of its own behind a bounded queue, so that a slow or broken outlet loses its own frames only, the oldest
/// first, and never holds up the picture or another outlet. Each frame that is offered ends once: delivered, or dropped with a reason.
/// </summary>
public abstract class LiveOutlet : IAsyncDisposable
{
    /// <summary>Frames that come so soon after a fault that nobody expected are given up as <see cref="OutletDropReason.Away"/>.</summary>
    internal static readonly TimeSpan FaultPause = TimeSpan.FromSeconds(1);

    private readonly Channel<LiveFrame> _queue;
    private readonly WakeEvent _arrived = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly long[] _dropped = new long[Enum.GetValues<OutletDropReason>().Length];
    private readonly KeyValuePair<string, object?> _streamTag;
    private readonly KeyValuePair<string, object?> _outletTag;
    private readonly Func<LiveFrame, OutletDropReason?> _deliver;
    private volatile LiveOutletStatus _status;
    private long? _faultAt;
    private long _delivered;
    private int _started;

    /// <summary>An outlet that does not work before <see cref="Start"/>.</summary>
    /// <param name="stream">Name of its stream.</param>
    /// <param name="name">Its own name, unique in the stream.</param>
    /// <param name="kind">What it is, in a word.</param>
    /// <param name="capacity">Frames that may wait, at least 1; 1 shows the newest one only.</param>
    /// <param name="context">Shared parts.</param>
    protected LiveOutlet(string stream, string name, string kind, int capacity, LiveContext context)
    {
        (Stream, Name, Kind, Context) = (stream, name, kind, context);
        _streamTag = new("stream", stream);
        _outletTag = new("outlet", name);
        _deliver = Deliver;
        _status = new LiveOutletStatus(name, kind, LiveOutletState.Starting, "", context.Time.GetUtcNow(), 0, 0);
        _queue = Channel.CreateBounded<LiveFrame>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            frame => Drop(frame, OutletDropReason.Busy));
    }

    /// <summary>Name of its stream.</summary>
    public string Stream { get; }

    /// <summary>Its own name, unique in the stream.</summary>
    public string Name { get; }

    /// <summary>What it is, in a word.</summary>
    public string Kind { get; }

    /// <summary>How it is now.</summary>
    public LiveOutletStatus Status => _status with { Delivered = Delivered, Dropped = _dropped.Sum() };

    /// <summary>Frames it has taken to their end.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Frames that wait for it.</summary>
    public virtual int Queued => _queue.Reader.Count;

    /// <summary>Shared parts.</summary>
    protected LiveContext Context { get; }

    /// <summary>Cancelled when the outlet is to stop.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <summary>Frames given up for a reason.</summary>
    public long Dropped(OutletDropReason reason) => Volatile.Read(ref _dropped[(int)reason]);

    /// <summary>Starts its thread. Once.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            new Thread(Main) { Name = $"videoseg {Kind} {Name}", IsBackground = true }.Start();
        }
    }

    /// <summary>Offers a frame; takes a reference of its own. Never waits, never throws. Any thread, one at a time.</summary>
    public virtual void Offer(LiveFrame frame)
    {
        frame.AddReference();
        if (_queue.Writer.TryWrite(frame))
        {
            _arrived.Set();
        }
        else
        {
            Drop(frame, OutletDropReason.Stopped);
        }
    }

    /// <summary>Stops: what is being delivered is finished or cancelled, what waits is given up, and all is closed in order.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _queue.Writer.TryComplete();
        if (Interlocked.Exchange(ref _started, 2) == 0)
        {
            Close();
            _ended.TrySetResult();
        }

        await _stop.CancelAsync();
        _arrived.Set();
        await _ended.Task;
        while (_queue.Reader.TryRead(out LiveFrame? frame))
        {
            Drop(frame, OutletDropReason.Stopped);
        }

        _arrived.Dispose();
        SetState(LiveOutletState.Stopped, "");
    }

    /// <summary>Takes a frame to its end, on the outlet's thread, which may block until <see cref="StopToken"/> is cancelled. The caller keeps its reference.</summary>
    /// <returns>Null where it was delivered, else why it was not.</returns>
    /// <exception cref="VideoSegException">It failed; the frame counts as failed, the state becomes <see cref="LiveOutletState.Waiting"/> with the message as its reason, and the next frame is tried. Any other exception does the same, but frames are tried again after a second only.</exception>
    protected abstract OutletDropReason? Deliver(LiveFrame frame);

    /// <summary>Runs on the outlet's thread when there is nothing to deliver for a while, about each second.</summary>
    protected virtual void Idle()
    {
    }

    /// <summary>Closes what <see cref="Deliver"/> opened, on the same thread. Once, also after a failure.</summary>
    protected virtual void Close()
    {
    }

    /// <summary>Says how it is; tells the observer where that is new.</summary>
    protected void SetState(LiveOutletState state, string reason)
    {
        LiveOutletStatus before = _status;
        if (before.State != state || before.Reason != reason)
        {
            _status = before with { State = state, Reason = reason, Since = Context.Time.GetUtcNow() };
            Context.Observer.OutletChanged(Stream, Status);
        }
    }

    /// <summary>Takes the next one to its end, on the outlet's thread, with <see cref="Finish{T}"/>; false where none waits.</summary>
    private protected virtual bool TakeNext()
    {
        if (!_queue.Reader.TryRead(out LiveFrame? frame))
        {
            return false;
        }

        Finish(frame, _deliver);
        return true;
    }

    /// <summary>Says that something has come to be taken. Any thread.</summary>
    private protected void Wake() => _arrived.Set();

    /// <summary>Delivers, counts, and gives the reference up.</summary>
    private protected void Finish<T>(T item, Func<T, OutletDropReason?> deliver)
        where T : ReferenceCounted
    {
        OutletDropReason? reason;
        try
        {
            reason = IsPausing ? OutletDropReason.Away : deliver(item);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            reason = OutletDropReason.Stopped;
        }
        catch (VideoSegException e)
        {
            SetState(LiveOutletState.Waiting, e.Message);
            reason = OutletDropReason.Failed;
        }
#pragma warning disable CA1031 // Whatever it is, the next frame may go well; but not to try each one of them in vain.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _faultAt = Context.Time.GetTimestamp();
            Say(LiveOutletState.Waiting, e);
            reason = OutletDropReason.Failed;
        }

        item.Dispose();
        Count(reason);
    }

    /// <summary>Counts a frame, or its packet, that has come to its end: null for delivered. Any thread.</summary>
    private protected void Count(OutletDropReason? reason)
    {
        if (reason is { } why)
        {
            Interlocked.Increment(ref _dropped[(int)why]);
            Context.Instruments.OutletFrames.Add(1, _streamTag, _outletTag, Metrics.LiveTags.Dropped(why));
            return;
        }

        Interlocked.Increment(ref _delivered);
        Context.Instruments.OutletFrames.Add(1, _streamTag, _outletTag, new("outcome", "delivered"));
    }

    private void Main()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (!TakeNext() && !_arrived.Wait(TimeSpan.FromSeconds(1)))
                {
                    Idle();
                }
            }
#pragma warning disable CA1031 // Whatever it is, it is this outlet's own, and may be over soon.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Say(LiveOutletState.Waiting, e);
                _stop.Token.WaitHandle.WaitOne(FaultPause);
            }
        }

        try
        {
            Close();
        }
#pragma warning disable CA1031 // Whatever it is, the outlet has ended.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Say(LiveOutletState.Failed, e);
        }

        _ended.TrySetResult();
    }

    private bool IsPausing => _faultAt is { } at && Context.Time.GetElapsedTime(at) < FaultPause;

    /// <summary>Says what went wrong, though whoever is told may be what went wrong.</summary>
    private void Say(LiveOutletState state, Exception fault)
    {
        try
        {
            SetState(state, fault is VideoSegException ? fault.Message : $"it failed ({fault.GetType().Name}: {fault.Message})");
        }
#pragma warning disable CA1031 // The status holds it.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Nobody else is to be told.
        }
    }

    private void Drop(LiveFrame frame, OutletDropReason reason)
    {
        frame.Dispose();
        Count(reason);
    }
}
