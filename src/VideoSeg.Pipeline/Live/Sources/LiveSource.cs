using VideoSeg.Model;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live.Delivery;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>
/// A live source: opened, read, watched, and opened again for as long as it is not stopped. One thread reads and waits for nobody, so that no
/// delay builds up; another one gives the newest frame to the receiver, and slates while there is none.
/// </summary>
public sealed class LiveSource : IAsyncDisposable
{
    /// <summary>Time from slate to slate: enough to see that the service is alive.</summary>
    internal static readonly TimeSpan SlatePeriod = TimeSpan.FromMilliseconds(200);

    private readonly LiveSourceOptions _options;
    private readonly ILiveFrameReceiver _receiver;
    private readonly LiveContext _context;
    private readonly TimeProvider _time;
    private readonly SourceTracker _tracker;
    private readonly FrameSlot _slot = new();
    private readonly DeadlineSignal _arrived;
    private readonly SourceReader _reader;
    private readonly SourceSlates _slates;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _readerEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _deliveryEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _stream;
    private long _lastFrameAt;
    private int _started;

    /// <summary>A source that is not opened before <see cref="Start"/>.</summary>
    /// <param name="stream">Name of its stream, for measurements.</param>
    /// <param name="title">What people call the stream; stands on slates. Empty: its name.</param>
    /// <param name="options">What it is.</param>
    /// <param name="receiver">Takes what it gives.</param>
    /// <param name="context">Shared parts.</param>
    /// <exception cref="VideoSegException">An option is wrong, or the policy does not allow this source; all faults are listed.</exception>
    public LiveSource(string stream, string title, LiveSourceOptions options, ILiveFrameReceiver receiver, LiveContext context)
    {
        Interop.OptionsValidation.Require(options);
        SourcePlan plan = context.SourcePolicy.Plan(options);
        (_stream, _options, _receiver, _context, _time) = (stream, options, receiver, context, context.Time);
        _tracker = new SourceTracker(plan.Address.Display, context.Time);
        _arrived = new DeadlineSignal(context.Time);
        _reader = new SourceReader(stream, options, plan, context, _tracker, _slot, _arrived);
        _slates = new SourceSlates(title.Length == 0 ? stream : title, receiver, context.Time);
    }

    /// <summary>Time since the last frame was handed on; since the start where none was yet, zero before it.</summary>
    public TimeSpan Silence => Volatile.Read(ref _lastFrameAt) is var at and not 0 ? _time.GetElapsedTime(at) : TimeSpan.Zero;

    /// <summary>How it is now.</summary>
    public LiveSourceStatus Status => _tracker.Status with
    {
        Frames = _reader.Frames, DroppedLate = _slot.Dropped, CorruptFrames = _reader.Damage.CorruptFrames, DecodeErrors = _reader.Damage.Errors,
    };

    /// <summary>Starts its threads. Once.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            new Thread(Read) { Name = $"videoseg read {_stream}", IsBackground = true }.Start();
            new Thread(Deliver) { Name = $"videoseg source {_stream}", IsBackground = true }.Start();
        }
    }

    /// <summary>Stops reading, also in the middle of waiting, and closes the source. The receiver is not called afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        int started = Interlocked.Exchange(ref _started, 2);
        if (started == 2)
        {
            await _deliveryEnd.Task;
            return;
        }

        await _stop.CancelAsync();
        _reader.Wake();
        _arrived.Set();
        if (started == 1)
        {
            await _readerEnd.Task;
            await _deliveryEnd.Task;
        }

        HandOverLast();
        _slates.Dispose();
        _reader.Dispose();
        _arrived.Dispose();
        _stop.Dispose();
        _deliveryEnd.TrySetResult();
    }

    private void Read()
    {
        _reader.Run(_stop.Token);
        _readerEnd.SetResult();
    }

    private void Deliver()
    {
        UrgentThread.Begin();
        _lastFrameAt = _time.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                bool isBusy = DeliverFrame();
                TellChanges();
                TimeSpan wait = isBusy ? TimeSpan.Zero : Watch();
                if (wait > TimeSpan.Zero)
                {
                    _arrived.WaitFor(wait);
                }
            }
#pragma warning disable CA1031 // The receiver's faults are its own; the next frame is another one.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _tracker.ReceiverFailed(e.Message);
                _arrived.WaitFor(SlatePeriod);
            }
        }

        try
        {
            _tracker.Stopped("");
            TellChanges();
        }
#pragma warning disable CA1031 // As above; the status says it too.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Nobody else is to be told.
        }

        _deliveryEnd.TrySetResult();
    }

    private bool DeliverFrame()
    {
        if (_slot.Take(out long capturedAt, out int connection, out int late) is not { } frame)
        {
            return false;
        }

        _lastFrameAt = _time.GetTimestamp();
        _slates.End();
        _tracker.FrameCame(frame, connection);
        TellChanges();
        if (late > 0)
        {
            _receiver.DroppedLate(late);
        }

        _receiver.Accept(frame, capturedAt);
        return true;
    }

    /// <summary>What was decoded last is still the receiver's: each frame is accounted for.</summary>
    private void HandOverLast()
    {
        if (_slot.Take(out long capturedAt, out _, out int late) is not { } frame)
        {
            return;
        }

        try
        {
            if (late > 0)
            {
                _receiver.DroppedLate(late);
            }

            _receiver.Accept(frame, capturedAt);
        }
#pragma warning disable CA1031 // The receiver's faults are its own; the source is closed nevertheless.
        catch (Exception)
#pragma warning restore CA1031
        {
            // It is told nothing more.
        }
    }

    private void TellChanges()
    {
        while (_tracker.TryTakeChange(out LiveSourceStatus change))
        {
            _receiver.SourceChanged(change);
        }
    }

    // The reader's own time-out, which knows whether any data came, has the first word. The first picture may have to wait for a key picture.
    private TimeSpan PictureTimeout(LiveSourceStatus status)
    {
        TimeSpan other = status.State == LiveSourceState.Silent ? _options.NoFrameTimeout : _options.OpenTimeout;
        return TimeSpan.FromSeconds(1) + (_options.ReadTimeout > other ? _options.ReadTimeout : other);
    }

    /// <summary>Sees to it that silence is noticed and slates come; says how long nothing is to be done.</summary>
    private TimeSpan Watch()
    {
        LiveSourceStatus status = _tracker.Status;
        TimeSpan silence = _time.GetElapsedTime(_lastFrameAt);
        if (status.State == LiveSourceState.Live && silence >= _options.NoFrameTimeout)
        {
            _context.Instruments.ConnectionFaults.Add(1, new KeyValuePair<string, object?>("stream", _stream));
            _tracker.FellSilent(SourceReason.NoPicture(status.Address), silence);
            TellChanges();
            status = _tracker.Status;
        }

        if (status.State is LiveSourceState.Silent or LiveSourceState.Connecting && _tracker.OpenFor is { } open && (open < silence ? open : silence) >= PictureTimeout(status))
        {
            _reader.GiveUp(SourceReason.NoPicture(status.Address));
        }

        return status.State switch
        {
            LiveSourceState.Live => _options.NoFrameTimeout - silence,
            LiveSourceState.Connecting when !_slates.IsShown && silence < _options.NoFrameTimeout => _options.NoFrameTimeout - silence,
            _ => _slates.Show(status),
        };
    }
}
