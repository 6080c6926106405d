using System.Collections.Immutable;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Live.Sources;

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
    private readonly LiveFramePool _frames = new();
    private readonly Lock _outletLock = new();
    private ImmutableArray<LiveOutlet> _outlets = [];
    private long _number;
    private long _firstAt;
    private long _lastTicks = -1;
    private long _captured;
    private long _delivered;

    /// <summary>A stream that is not opened before <see cref="Start"/>.</summary>
    /// <param name="options">What it is.</param>
    /// <param name="hub">The network; stays the caller's.</param>
    /// <param name="context">Shared parts.</param>
    /// <exception cref="Model.VideoSegException">An option is wrong; all faults are listed.</exception>
    public LiveStream(LiveStreamOptions options, SegmentationHub hub, LiveContext context)
    {
        OptionsValidation.Require(options);
        OptionsValidation.Require(options.Source);
        OptionsValidation.Require(options.Overlay);
        (Options, Hub, _context) = (options, hub, context);
        _source = new LiveSource(options.Name, options.Title, options.Source, this, context);
    }

    /// <summary>What it is.</summary>
    public LiveStreamOptions Options { get; }

    /// <summary>The network.</summary>
    public SegmentationHub Hub { get; }

    /// <summary>Its outlets now.</summary>
    public ImmutableArray<LiveOutlet> Outlets => _outlets;

    /// <summary>How it is now.</summary>
    public LiveStreamStatus Status => new(
        Options.Name, _source.Status, SegmentationState.Unavailable, Hub.Status.Reason,
        Volatile.Read(ref _captured), Volatile.Read(ref _delivered), 0, 0, [.. _outlets.Select(outlet => outlet.Status)]);

    /// <summary>Starts to read the source. Once.</summary>
    public void Start() => _source.Start();

    /// <summary>Adds an outlet and starts it; it belongs to the stream from now on. Also while the stream runs.</summary>
    /// <exception cref="ArgumentException">There is one of this name.</exception>
    public void Add(LiveOutlet outlet)
    {
        lock (_outletLock)
        {
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
    public void Accept(VideoFrame frame, long capturedAt)
    {
        Interlocked.Increment(ref _captured);
        HandOver(frame, capturedAt, isSlate: false);
        Interlocked.Increment(ref _delivered);
    }

    /// <inheritdoc/>
    public void AcceptSlate(VideoFrame slate, long capturedAt) => HandOver(slate, capturedAt, isSlate: true);

    /// <inheritdoc/>
    public void SourceChanged(LiveSourceStatus status) => _context.Observer.SourceChanged(Options.Name, status);

    /// <summary>Stops reading, closes the outlets, and lets go of everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        foreach (LiveOutlet outlet in _outlets)
        {
            await outlet.DisposeAsync();
        }

        _frames.Dispose();
    }

    private void HandOver(VideoFrame frame, long capturedAt, bool isSlate)
    {
        LiveFrame live = _frames.Rent();
        _firstAt = _number == 0 ? capturedAt : _firstAt;
        live.Annotated = frame;
        if (!isSlate)
        {
            frame.AddReference();
            live.Original = frame;
        }

        live.Number = _number++;
        live.Ticks = Math.Max(_lastTicks + 1, (long)(_context.Time.GetElapsedTime(_firstAt, capturedAt).TotalSeconds * LiveFrame.TimeBase.Denominator));
        live.IsSlate = isSlate;
        live.State = SegmentationState.Unavailable;
        live.CapturedAt = capturedAt;
        live.CapturedUtc = _context.Time.GetUtcNow();
        live.AnalysedNumber = null;
        live.MaskAge = null;
        live.HandedOverAt = _context.Time.GetTimestamp();
        _lastTicks = live.Ticks;
        foreach (LiveOutlet outlet in _outlets)
        {
            outlet.Offer(live);
        }

        live.Dispose();
    }
}
