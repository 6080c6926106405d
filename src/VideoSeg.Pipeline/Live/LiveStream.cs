using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.Pipeline.Preprocess;

namespace VideoSeg.Pipeline.Live;

/// <summary>
/// A live stream from its source to its outlets. The picture never waits for the network: whatever happens to that, or to an outlet, pictures flow.
/// <code>
/// await using var stream = new LiveStream(options, hub, context);
/// stream.Add(outlet);
/// stream.Start();
/// </code>
/// </summary>
public sealed class LiveStream : ILiveFrameReceiver, IAsyncDisposable
{
    private readonly LiveContext _context;
    private readonly LiveSource _source;
    private readonly StreamDelivery _delivery;
    private readonly Lock _outletLock = new();
    private ImmutableArray<LiveOutlet> _outlets = [];
    private bool _isLive;
    private bool _isClosed;
    private int _isDisposed;

    /// <summary>A stream that is not opened before <see cref="Start"/>.</summary>
    /// <param name="options">What it is.</param>
    /// <param name="hub">The network; stays the caller's, and must outlive the stream.</param>
    /// <param name="context">Shared parts.</param>
    /// <exception cref="VideoSegException">An option is wrong; all faults are listed.</exception>
    public LiveStream(LiveStreamOptions options, SegmentationHub hub, LiveContext context)
    {
        OptionsValidation.Require(options);
        OptionsValidation.Require(options.Source);
        OptionsValidation.Require(options.Overlay);
        OptionsValidation.Require(options.Steady);
        (Options, Hub, _context) = (options, hub, context);
        FieldSetting field = FieldOf(options);

        // First what may be refused: the other has threads, and a place at the network.
        _source = new LiveSource(options.Name, options.Title, options.Source, this, context);
        _delivery = new StreamDelivery(options, field, hub, context, HandOver);
    }

    /// <summary>What it was made as; its <see cref="Priority"/> may be another now.</summary>
    public LiveStreamOptions Options { get; }

    /// <summary>The network.</summary>
    public SegmentationHub Hub { get; }

    /// <summary>Whose frames the network takes first; a change holds from its next run on. Thread-safe.</summary>
    public StreamPriority Priority
    {
        get => _delivery.Priority;
        set => _delivery.Priority = value;
    }

    /// <summary>Time since the last frame came; since <see cref="Start"/> where none has come yet, zero before that.</summary>
    public TimeSpan FrameAge => _source.Silence;

    /// <summary>Its outlets now.</summary>
    public ImmutableArray<LiveOutlet> Outlets => _outlets;

    /// <summary>How it is now.</summary>
    public LiveStreamStatus Status
    {
        get
        {
            LiveFrameCounts frames = _delivery.Measurements.Counts;
            return new LiveStreamStatus(
                Options.Name, _source.Status, _delivery.State.State, _delivery.State.Reason,
                frames.Captured, frames.Delivered, frames.DroppedTotal, frames.FailedTotal, [.. _outlets.Select(outlet => outlet.Status)])
            {
                Frames = frames,
                Analysis = _delivery.Analysis,
                Delays = _delivery.Measurements.Delays,
                Field = _delivery.Field,
            };
        }
    }

    internal StreamDelivery Delivery => _delivery;

    /// <summary>Starts to read the source. Once.</summary>
    public void Start() => _source.Start();

    /// <summary>Adds an outlet and starts it; it belongs to the stream from now on. Also while the stream runs.</summary>
    /// <exception cref="ArgumentException">There is one of this name.</exception>
    /// <exception cref="VideoSegException">The stream has been stopped. The outlet stays the caller's.</exception>
    public void Add(LiveOutlet outlet)
    {
        lock (_outletLock)
        {
            if (_isClosed)
            {
                throw new VideoSegException(FaultKind.Usage, $"the stream {Options.Name} has been stopped, and takes no outlet more");
            }

            if (_outlets.Any(other => other.Name == outlet.Name))
            {
                throw new ArgumentException($"the stream {Options.Name} has an outlet named {outlet.Name} already", nameof(outlet));
            }

            _outlets = _outlets.Add(outlet);
        }

        outlet.Start();
    }

    /// <summary>Takes an outlet out and closes it; false where there is none of this name.</summary>
    public async ValueTask<bool> RemoveAsync(string name)
    {
        LiveOutlet? outlet;
        lock (_outletLock)
        {
            outlet = _outlets.FirstOrDefault(other => other.Name == name);
            _outlets = outlet is null ? _outlets : _outlets.Remove(outlet);
        }

        if (outlet is not null)
        {
            await outlet.DisposeAsync();
        }

        return outlet is not null;
    }

    /// <inheritdoc/>
    public void Accept(VideoFrame frame, long capturedAt) => _delivery.Accept(frame, capturedAt);

    /// <inheritdoc/>
    public void AcceptSlate(VideoFrame slate, long capturedAt) => _delivery.AcceptSlate(slate, capturedAt, _source.Status.Reason);

    /// <inheritdoc/>
    public void DroppedLate(int frames) => _delivery.DroppedLate(frames);

    /// <inheritdoc/>
    public void SourceChanged(LiveSourceStatus status)
    {
        // A connection may come back so quickly that no slate stands between.
        bool isLive = status.State == LiveSourceState.Live;
        if (isLive && !_isLive)
        {
            _delivery.Interrupted();
        }

        _isLive = isLive;
        _context.Observer.SourceChanged(Options.Name, status);
    }

    /// <summary>Stops reading, hands over what waits, closes the outlets, and lets go of everything.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        try
        {
            await _source.DisposeAsync();
            await _delivery.StopAsync();
        }
        finally
        {
            await EndOutletsAsync();
            _delivery.Close();
        }
    }

    private static FieldSetting FieldOf(LiveStreamOptions options)
    {
        FieldSetting setting = FieldSetting.Parse(options.Field) ?? throw new VideoSegException(FaultKind.Usage,
            $"expected the field of view auto, whole, box:X,Y,WIDTH,HEIGHT or circle:X,Y,RADIUS, got '{options.Field}'");
        return options.Redact && options.Field == "whole"
            ? throw new VideoSegException(FaultKind.Usage, "expected a field of view outside which the picture is blanked, got 'whole'; give box:X,Y,WIDTH,HEIGHT or circle:X,Y,RADIUS, or leave redaction out")
            : setting;
    }

    /// <summary>Ends all at the same time, but a rendition after those who take it: one that takes long does not use up the time of the others.</summary>
    private async Task EndOutletsAsync()
    {
        ImmutableArray<LiveOutlet> outlets;
        lock (_outletLock)
        {
            _isClosed = true;
            outlets = _outlets;
        }

        var ends = outlets.Where(outlet => outlet is not EncodedRendition).ToDictionary(outlet => outlet, EndAsync);
        IEnumerable<Task> renditions = outlets.OfType<EncodedRendition>().Select(async rendition =>
        {
            await Task.WhenAll(ends.Where(end => end.Key is PacketOutlet taker && taker.Renditions.Contains(rendition)).Select(end => end.Value));
            await EndAsync(rendition);
        });
        await Task.WhenAll([.. ends.Values, .. renditions]);
    }

    private async Task EndAsync(LiveOutlet outlet)
    {
        try
        {
            await outlet.DisposeAsync();
        }
#pragma warning disable CA1031 // The others are to end nevertheless.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LiveOutletStatus status = outlet.Status with { State = LiveOutletState.Failed, Reason = $"it could not be ended ({e.GetType().Name}: {e.Message})" };
            _context.Observer.OutletChanged(Options.Name, status);
        }
    }

    private void HandOver(LiveFrame frame)
    {
        foreach (LiveOutlet outlet in _outlets)
        {
            outlet.Offer(frame);
        }
    }
}
