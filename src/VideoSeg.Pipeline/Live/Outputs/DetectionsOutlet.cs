using System.Buffers;
using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Live.Detections;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>
/// Publishes what was found: once for each frame whose masks are shown, with the first picture that shows them, and whenever the state of
/// the marks changes. To any number of subscribers, each with a queue of its own, and, where wanted, to files of JSON lines.
/// </summary>
public sealed class DetectionsOutlet : LiveOutlet
{
    private const int Waiting = 64;

    private readonly DetectionsReader _reader;
    private readonly JsonLinesFolder? _files;
    private readonly DetectionsJson _json = new();
    private readonly ArrayBufferWriter<byte> _line = new(4096);
    private readonly Lock _lock = new();
    private ImmutableArray<DetectionsSubscription> _subscriptions = [];
    private volatile LiveDetections? _latest;
    private bool _hasEnded;

    /// <summary>An outlet that publishes from <see cref="LiveOutlet.Start"/> on.</summary>
    /// <param name="stream">Name of its stream.</param>
    /// <param name="name">Its own name, unique in the stream.</param>
    /// <param name="options">What is told, and where it is written.</param>
    /// <param name="classes">Names of the network's classes, as they are when asked; empty where it is not there yet. Any thread.</param>
    /// <param name="context">Shared parts.</param>
    /// <exception cref="VideoSegException">An option is wrong; all faults are listed.</exception>
    public DetectionsOutlet(string stream, string name, DetectionsOutletOptions options, Func<ImmutableArray<string>> classes, LiveContext context)
        : base(stream, name, "detections", Waiting, context)
    {
        OptionsValidation.Require(options);
        _reader = new DetectionsReader(stream, classes, options.Masks);
        _files = options.Folder is { } folder
            ? new JsonLinesFolder(Path.Combine(folder, stream, name), options.MaxFileBytes, options.MaxFiles, options.MaxAge, context.Time)
            : null;
    }

    /// <summary>What was published last; null where nothing was.</summary>
    public LiveDetections? Latest => _latest;

    /// <summary>Subscribes to all that comes; dispose the subscription to end it. Any thread.</summary>
    /// <param name="capacity">Detections that may wait to be read, at least 1.</param>
    public DetectionsSubscription Subscribe(int capacity = Waiting)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        var subscription = new DetectionsSubscription(capacity, Unsubscribe);
        lock (_lock)
        {
            if (_hasEnded)
            {
                subscription.End();
            }
            else
            {
                _subscriptions = _subscriptions.Add(subscription);
            }
        }

        return subscription;
    }

    /// <inheritdoc/>
    protected override OutletDropReason? Deliver(LiveFrame frame)
    {
        if (IsNews(frame))
        {
            LiveDetections detections = _reader.Read(frame);
            _latest = detections;
            foreach (DetectionsSubscription subscription in _subscriptions)
            {
                subscription.Publish(detections);
            }

            Write(detections);
        }

        SetState(LiveOutletState.Running, "");
        return null;
    }

    /// <inheritdoc/>
    protected override void Close()
    {
        lock (_lock)
        {
            _hasEnded = true;
            foreach (DetectionsSubscription subscription in _subscriptions)
            {
                subscription.End();
            }

            _subscriptions = [];
        }

        _files?.Dispose();
        _json.Dispose();
    }

    private bool IsNews(LiveFrame frame) =>
        _latest is not { } latest
        || (frame.AnalysedNumber is { } analysed && analysed != latest.AnalysedFrame)
        || frame.State != latest.State || frame.IsSlate != latest.IsSlate;

    private void Write(LiveDetections detections)
    {
        if (_files is not null)
        {
            _line.ResetWrittenCount();
            _json.Write(detections, _line);
            _line.Write("\n"u8);
            _files.Write(_line.WrittenSpan);
        }
    }

    private void Unsubscribe(DetectionsSubscription subscription)
    {
        lock (_lock)
        {
            _subscriptions = _subscriptions.Remove(subscription);
        }
    }
}
