using VideoSeg.Model.Inference;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>The network that all live streams share: made in the background, so that pictures flow before it is there.</summary>
public sealed class SegmentationHub : IAsyncDisposable
{
    private readonly Func<ISegmenter> _create;
    private readonly LiveContext _context;
    private volatile SegmentationHubStatus _status;
    private ISegmenter? _segmenter;
    private Task _starting = Task.CompletedTask;

    /// <summary>A network that is not made before <see cref="Start"/>.</summary>
    /// <param name="create">Makes it; called on a thread of its own, again after a failure.</param>
    /// <param name="options">How it is watched.</param>
    /// <param name="context">Shared parts.</param>
    public SegmentationHub(Func<ISegmenter> create, SegmentationHubOptions options, LiveContext context)
    {
        (_create, Options, _context) = (create, options, context);
        _status = new SegmentationHubStatus(false, "the network is starting", context.Time.GetUtcNow(), 0, null);
    }

    /// <summary>How it is watched.</summary>
    public SegmentationHubOptions Options { get; }

    /// <summary>How it is now.</summary>
    public SegmentationHubStatus Status => _status;

    /// <summary>Starts to make it; returns at once.</summary>
    public void Start() => _starting = Task.Factory.StartNew(Make, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _starting;
        if (_segmenter is { } segmenter)
        {
            await segmenter.DisposeAsync();
        }
    }

    private void Make()
    {
        try
        {
            _segmenter = _create();
            _status = new SegmentationHubStatus(true, "", _context.Time.GetUtcNow(), 0, _segmenter.Info);
        }
#pragma warning disable CA1031 // Whatever it is, the pictures flow on without the network.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _status = _status with { Reason = e.Message, Since = _context.Time.GetUtcNow() };
        }
    }
}
