using VideoSeg.Model;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.Pipeline.Metrics;
using VideoSeg.Pipeline.Monitor;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>
/// Shows a live stream on a display, not encoded: the way with the least delay. Of frames that wait the newest is shown. A display that is not
/// there, goes away or is closed is opened again after a wait; the stream does not notice.
/// </summary>
public sealed class MonitorOutlet : LiveOutlet
{
    /// <summary>A window that was there for so long makes the next wait a first one.</summary>
    private static readonly TimeSpan s_stable = TimeSpan.FromSeconds(10);

    private readonly MonitorOutletOptions _options;
    private readonly Backoff _backoff;
    private readonly KeyValuePair<string, object?> _streamTag;
    private MonitorWindow? _window;
    private TimeSpan _wait;
    private long _waitsSince;
    private long? _openedAt;
    private bool _isClosedForGood;

    /// <summary>An outlet that opens its window with the first frame.</summary>
    /// <param name="stream">Name of its stream.</param>
    /// <param name="name">Its own name, unique in the stream.</param>
    /// <param name="options">Where and how.</param>
    /// <param name="context">Shared parts.</param>
    /// <exception cref="VideoSegException">An option is wrong; all faults are listed.</exception>
    public MonitorOutlet(string stream, string name, MonitorOutletOptions options, LiveContext context)
        : base(stream, name, "monitor", capacity: 1, context)
    {
        OptionsValidation.Require(options);
        _options = options;
        _backoff = new Backoff(options.ReopenDelay, options.MaxReopenDelay > options.ReopenDelay ? options.MaxReopenDelay : options.ReopenDelay, s_stable, context.Random);
        _streamTag = new("stream", stream);
    }

    /// <summary>From a frame handed over to the frame shown.</summary>
    public LatencyHistogram Delay { get; } = new();

    /// <summary>From a frame decoded to the frame shown.</summary>
    public LatencyHistogram TotalDelay { get; } = new();

    /// <inheritdoc/>
    protected override OutletDropReason? Deliver(LiveFrame frame)
    {
        if (_window is null && !TryOpen())
        {
            return OutletDropReason.Away;
        }

        long start = Context.Time.GetTimestamp();
        try
        {
            MonitorEvents happened = _window!.Show(frame.Pick(_options.Rendition));
            Measure(frame, start);
            React(happened);
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Lose(e.Message);
            return OutletDropReason.Away;
        }
    }

    /// <inheritdoc/>
    protected override void Idle()
    {
        try
        {
            React(_window?.Ask() ?? MonitorEvents.None);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Lose(e.Message);
        }
    }

    /// <inheritdoc/>
    protected override void Close()
    {
        MonitorWindow? window = _window;
        _window = null;
        window?.Dispose();
    }

    private bool TryOpen()
    {
        if (_isClosedForGood || (_wait > TimeSpan.Zero && Context.Time.GetElapsedTime(_waitsSince) < _wait))
        {
            return false;
        }

        try
        {
            _window = MonitorWindow.Open(_options, $"VideoSeg: {Stream}", Context.Time);
            _openedAt = Context.Time.GetTimestamp();
            SetState(LiveOutletState.Running, "");
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Wait(e.Message);
            return false;
        }
    }

    private void React(MonitorEvents happened)
    {
        if (happened.HasFlag(MonitorEvents.DisplayGone))
        {
            Lose($"the display '{_options.Display}' is no longer there");
        }
        else if (happened != MonitorEvents.None && _options.ReopenWhenClosed)
        {
            Lose("the window was closed at the display; it opens again");
        }
        else if (happened != MonitorEvents.None)
        {
            _isClosedForGood = true;
            Close();
            SetState(LiveOutletState.Stopped, "the window was closed at the display");
        }
    }

    private void Lose(string reason)
    {
        try
        {
            Close();
        }
        finally
        {
            Wait(reason);
        }
    }

    private void Wait(string reason)
    {
        _waitsSince = Context.Time.GetTimestamp();
        _wait = _backoff.Next(_openedAt is { } at ? Context.Time.GetElapsedTime(at, _waitsSince) : TimeSpan.Zero);
        _openedAt = null;
        SetState(LiveOutletState.Waiting, reason);
    }

    private void Measure(LiveFrame frame, long start)
    {
        long now = Context.Time.GetTimestamp();
        Delay.Record(Context.Time.GetElapsedTime(frame.HandedOverAt, now));
        TotalDelay.Record(Context.Time.GetElapsedTime(frame.CapturedAt, now));
        Context.Instruments.StageDuration.Record(Context.Time.GetElapsedTime(frame.HandedOverAt, start).TotalSeconds, _streamTag, new("stage", "present"), new("kind", "queue"));
        Context.Instruments.StageDuration.Record(Context.Time.GetElapsedTime(start, now).TotalSeconds, _streamTag, new("stage", "present"), new("kind", "work"));
    }
}
