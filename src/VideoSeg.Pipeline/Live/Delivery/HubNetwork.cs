using VideoSeg.Model;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Live.Delivery.Batching;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>
/// One network from its making to its end, with a thread for each call that it can work on. Retired, it takes nothing more, and is freed once its
/// last call has ended, which need not be soon.
/// </summary>
internal sealed class HubNetwork(SegmentationHub hub, Func<ISegmenter> create, int niceness)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ISegmenter? _segmenter;
    private byte[] _black = [];
    private int _lanesLeft;

    /// <summary>What it is; null before it is made.</summary>
    public SegmenterInfo? Info { get; private set; }

    /// <summary>When its making began: a time stamp of the clock.</summary>
    public long StartedAt { get; init; }

    /// <summary>Pictures in a call: more than one gain something on a GPU only.</summary>
    public int BatchLimit { get; private set; } = 1;

    /// <summary>What its calls take. Guarded by the hub's lock.</summary>
    public BatchTimes Times { get; private set; } = new(1);

    /// <summary>Since when it could work, but holds frames back: a time stamp of the clock; null where it does not. Guarded by the hub's lock.</summary>
    public long? HoldsSince { get; set; }

    /// <summary>Its threads. Guarded by the hub's lock.</summary>
    public List<HubLane> Lanes { get; } = [];

    /// <summary>Whether it takes nothing more. Guarded by the hub's lock.</summary>
    public bool IsRetired { get; set; }

    /// <summary>Ends when it is freed.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Makes it, on a thread of its own, whose niceness its own threads begin with; then calls <see cref="SegmentationHub.Made"/>.</summary>
    public void Start()
    {
        try
        {
            new Thread(Make) { Name = "videoseg network", IsBackground = true }.Start();
        }
        catch
        {
            // There is no thread to be had, and nothing to be freed.
            _ended.TrySetResult();
            throw;
        }
    }

    /// <summary>Starts its lanes: they do not stand back as the network does. Under the hub's lock.</summary>
    /// <exception cref="OutOfMemoryException">One could not be started; the network is freed with those that could, once it is retired.</exception>
    public void StartLanes()
    {
        _lanesLeft = Math.Max(1, Info!.Lanes);
        for (int i = 0; i < _lanesLeft; i++)
        {
            Lanes.Add(new HubLane(hub, this));
        }

        int started = 0;
        try
        {
            for (; started < Lanes.Count; started++)
            {
                Lanes[started].Start();
            }
        }
        catch
        {
            for (int left = Lanes.Count - started; left > 0; left--)
            {
                LaneEnded();
            }

            throw;
        }
    }

    /// <summary>Gives pictures to it and waits.</summary>
    public Segmentation Segment(ReadOnlyMemory<ImagePlanes> pictures) =>
        _segmenter!.SegmentAsync(pictures, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <summary>Runs it on a black picture. Says what is wrong with it.</summary>
    public bool TryWarmUp(out string fault)
    {
        try
        {
            WarmUp();
            fault = "";
            return true;
        }
#pragma warning disable CA1031 // Whatever it is, the pictures flow on without masks.
        catch (Exception e)
#pragma warning restore CA1031
        {
            fault = Message(e);
            return false;
        }
    }

    /// <summary>Frees it with its last lane.</summary>
    public void LaneEnded()
    {
        if (Interlocked.Decrement(ref _lanesLeft) <= 0)
        {
            Free();
        }
    }

    private static string Message(Exception e) => e is VideoSegException ? e.Message : $"{e.GetType().Name}: {e.Message}";

    private void Make()
    {
        string fault = "";
        try
        {
            ThreadNiceness.Add(niceness);
            _segmenter = create();
            Info = _segmenter.Info;
            int wanted = hub.Options.MaxBatch > 0 ? hub.Options.MaxBatch : Info.Device == "cpu" ? 1 : int.MaxValue;
            BatchLimit = Math.Clamp(Info.MaxBatch, 1, wanted);
            Times = new BatchTimes(BatchLimit);
            WarmUp();
        }
#pragma warning disable CA1031 // Whatever it is, the pictures flow on without the network.
        catch (Exception e)
#pragma warning restore CA1031
        {
            fault = Message(e);
        }

        if (!hub.Made(this, fault))
        {
            Free();
        }
    }

    private unsafe void WarmUp()
    {
        int stride = 3 * Info!.Width;
        if (_black.Length == 0)
        {
            _black = GC.AllocateArray<byte>(stride * Info.Height, pinned: true);
        }

        fixed (byte* samples = _black)
        {
            var picture = new ImagePlanes
            {
                Plane0 = samples,
                Stride0 = stride,
                Width = Info.Width,
                Height = Info.Height,
                Format = PixelFormat.Rgb24,
                Matrix = ColorMatrix.Bt709,
                Range = ColorRange.Full,
            };
            using Segmentation masks = Segment(new[] { picture });
            if (MaskCheck.Fault(masks, 1, Info) is { } rubbish)
            {
                throw new VideoSegException(FaultKind.Engine, rubbish);
            }
        }
    }

    private void Free()
    {
        try
        {
            _segmenter?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
#pragma warning disable CA1031 // It is gone either way.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Nobody is left to be told: why it was retired is known.
        }

        _ended.TrySetResult();
    }
}
