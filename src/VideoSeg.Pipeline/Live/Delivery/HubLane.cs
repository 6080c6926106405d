using VideoSeg.Model;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>
/// A thread that gives one call after the other to a network and waits for its end, however long that takes: where it hangs, this thread alone hangs
/// with it, and ends with the call.
/// </summary>
internal sealed class HubLane
{
    private readonly SegmentationHub _hub;
    private readonly HubNetwork _network;
    private readonly DeadlineSignal _wake;
    private readonly List<WaitingFrame> _frames;
    private readonly ImagePlanes[] _pictures;
    private long _startedAt;
    private TimeSpan _took;

    public HubLane(SegmentationHub hub, HubNetwork network)
    {
        (_hub, _network, _wake) = (hub, network, new DeadlineSignal(hub.Context.Time));
        _frames = new List<WaitingFrame>(network.BatchLimit);
        _pictures = new ImagePlanes[network.BatchLimit];
    }

    /// <summary>Whether it waits for frames. Guarded by the hub's lock.</summary>
    public bool IsIdle { get; set; }

    /// <summary>Whether it waits because frames are held back. Guarded by the hub's lock.</summary>
    public bool IsHolding { get; set; }

    /// <summary>The frames of its call; none where it waits. Guarded by the hub's lock.</summary>
    public List<WaitingFrame> Frames => _frames;

    /// <summary>So many of them have ended and are counted. Guarded by the hub's lock.</summary>
    public int Done { get; set; }

    /// <summary>When the network was last given something: a time stamp of the clock.</summary>
    public long StartedAt => Volatile.Read(ref _startedAt);

    /// <summary>Starts its thread.</summary>
    public void Start() => new Thread(Main) { Name = "videoseg lane", IsBackground = true }.Start();

    /// <summary>Lets it look for frames again.</summary>
    public void Wake() => _wake.Set();

    private void Main()
    {
        try
        {
            while (_hub.Take(_network, this) is { } turn)
            {
                if (turn.HasFrames)
                {
                    Run();
                }
                else
                {
                    _wake.WaitUntil(turn.Until);
                }
            }
        }
#pragma warning disable CA1031 // Whatever it is, it ends this network, never the process and the picture with it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _hub.Failed(_network, this, $"{e.GetType().Name}: {e.Message}");
        }

        _wake.Dispose();
        _network.LaneEnded();
    }

    /// <summary>The network is given something now. By its thread, and under the hub's lock when it takes frames.</summary>
    public void Begin() => Volatile.Write(ref _startedAt, _hub.Context.Time.GetTimestamp());

    private void Run()
    {
        for (int i = 0; i < _frames.Count; i++)
        {
            _pictures[i] = _frames[i].Frame.Planes;
        }

        (Segmentation? masks, string fault) = Ask(_pictures.AsMemory(0, _frames.Count), _frames.Count);
        if (masks is not null)
        {
            _hub.Succeeded(_network, this, masks, _took);
        }
        else if (!IsSound(out string why))
        {
            _hub.Failed(_network, this, why);
        }
        else
        {
            FindCulprit(fault);
        }
    }

    private bool IsSound(out string fault)
    {
        Begin();
        return _network.TryWarmUp(out fault);
    }

    /// <summary>The network is sound, so it is the frames: each by itself.</summary>
    private void FindCulprit(string fault)
    {
        int count = _frames.Count;
        for (int i = 0; i < count; i++)
        {
            (Segmentation? masks, string own) = count > 1 ? Ask(_pictures.AsMemory(i, 1), 1) : (null, fault);
            _hub.EndedAlone(_network, this, i, masks, own);
        }

        _hub.EndedAll(this);
    }

    private (Segmentation? Masks, string Fault) Ask(ReadOnlyMemory<ImagePlanes> pictures, int count)
    {
        Begin();
        try
        {
            Segmentation masks = _network.Segment(pictures);
            _took = _hub.Context.Time.GetElapsedTime(StartedAt);
            if (MaskCheck.Fault(masks, count, _network.Info!) is { } rubbish)
            {
                masks.Dispose();
                return (null, rubbish);
            }

            return (masks, "");
        }
#pragma warning disable CA1031 // Whatever it is, the pictures flow on without masks.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return (null, e is VideoSegException ? e.Message : $"{e.GetType().Name}: {e.Message}");
        }
    }
}
