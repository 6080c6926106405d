using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Live.Delivery.Batching;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>
/// The network that all live streams share. Each stream has a place where its newest frame waits; the network takes them in turn, those of higher
/// priority first, as many at a time as it has lanes, on a GPU several in a batch. It is watched: what throws, gives rubbish or hangs is retired and made anew beside, after a wait that doubles, a limited number of
/// times. Whatever happens to it, offering a frame takes no time.
/// </summary>
public sealed partial class SegmentationHub : IAsyncDisposable
{
    private readonly Func<ISegmenter> _create;
    private readonly Lock _lock = new();
    private readonly List<HubSlot> _slots = [];
    private volatile SegmentationHubStatus _status;
    private HubNetwork? _network;

    /// <summary>A network that is not made before <see cref="Start"/>.</summary>
    /// <param name="create">Makes it; called on a thread of its own, again after a failure.</param>
    /// <param name="options">How it is watched.</param>
    /// <param name="context">Shared parts.</param>
    /// <exception cref="Model.VideoSegException">An option is wrong; all faults are listed.</exception>
    public SegmentationHub(Func<ISegmenter> create, SegmentationHubOptions options, LiveContext context)
    {
        OptionsValidation.Require(options);
        (_create, Options, Context) = (create, options, context);
        _planner = new BatchPlanner(options.BatchDelay, options.LatencyTarget, context.Time);
        _signal = new DeadlineSignal(context.Time);
        _status = new SegmentationHubStatus(false, "the network is starting", context.Time.GetUtcNow(), 0, null);
    }

    /// <summary>How it is watched.</summary>
    public SegmentationHubOptions Options { get; }

    /// <summary>How it is now.</summary>
    public SegmentationHubStatus Status => _status;

    internal LiveContext Context { get; }

    /// <summary>Streams that have a place.</summary>
    internal int Places
    {
        get
        {
            lock (_lock)
            {
                return _slots.Count;
            }
        }
    }

    /// <summary>A place for a stream.</summary>
    internal HubSlot Join(string stream, IAnalysisReceiver receiver, StreamPriority priority = StreamPriority.Normal)
    {
        var slot = new HubSlot(this, stream, receiver, priority, Context);
        lock (_lock)
        {
            _slots.Add(slot);
            _order.Joined(slot);
        }

        return slot;
    }

    internal void Leave(HubSlot slot)
    {
        WaitingFrame? left;
        HubLane? idle;
        lock (_lock)
        {
            _slots.Remove(slot);
            left = slot.Clear();
            idle = TakeIdle();
        }

        // Who held frames back for this stream need not any more.
        idle?.Wake();
        Skip(left);
    }

    internal void Rank(HubSlot slot, StreamPriority priority)
    {
        lock (_lock)
        {
            slot.Priority = priority;
        }
    }

    internal void Offer(in WaitingFrame frame)
    {
        WaitingFrame? old;
        HubLane? idle = null;
        lock (_lock)
        {
            if (_slots.Contains(frame.Slot))
            {
                old = frame.Slot.Put(frame);
                idle = TakeIdle();
            }
            else
            {
                old = frame;
            }
        }

        idle?.Wake();
        Skip(old);
    }

    /// <summary>A lane's call ended well, after so long.</summary>
    internal void Succeeded(HubNetwork network, HubLane lane, Segmentation masks, TimeSpan time)
    {
        RecordRun(network, lane.Frames.Count, time);
        for (int i = 0, count = lane.Frames.Count; i < count; i++)
        {
            EndedAlone(network, lane, i, count == 1 ? masks : MaskPicture.Copy(masks, i), "");
        }

        if (lane.Frames.Count > 1)
        {
            masks.Dispose();
        }

        EndedAll(lane);
    }

    /// <summary>One frame of a lane's call ended: with masks, or with a fault that is its own.</summary>
    internal void EndedAlone(HubNetwork network, HubLane lane, int index, Segmentation? masks, string fault)
    {
        WaitingFrame frame;
        bool isRetired;
        lock (_lock)
        {
            (frame, isRetired) = (lane.Frames[index], network.IsRetired);
            lane.Done = index + 1;
            if (!isRetired && masks is null)
            {
                frame.Slot.Penalise(fault, Options.RestartDelay);
            }
        }

        if (isRetired)
        {
            // Too late: it was counted as failed when the network was given up.
            masks?.Dispose();
            return;
        }

        if (masks is null)
        {
            frame.Slot.CountFailed();
            return;
        }

        frame.Slot.CountAnalysed();
        RecordAnalysed(masks);
        frame.Frame.AddReference();
        frame.Slot.Receiver.Analysed(new Analysis(frame.Frame, frame.Number, frame.CapturedAt, Context.Time.GetTimestamp(), masks, network.Info!));
    }

    /// <summary>A lane lets go of its frames.</summary>
    internal void EndedAll(HubLane lane)
    {
        foreach (WaitingFrame frame in lane.Frames)
        {
            frame.Frame.Dispose();
        }

        lock (_lock)
        {
            lane.Frames.Clear();
            lane.Done = 0;
        }
    }

    private static void Skip(in WaitingFrame? frame)
    {
        if (frame is { } skipped)
        {
            skipped.Slot.CountSkipped();
            skipped.Frame.Dispose();
        }
    }

    private void RecordAnalysed(Segmentation masks) => Context.Instruments.EngineBusy.Add((masks.PreprocessTime + masks.InferenceTime).TotalSeconds);
}
