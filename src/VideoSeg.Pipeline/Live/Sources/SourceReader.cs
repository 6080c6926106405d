using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live.Delivery;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>
/// Opens a source, reads it, and opens it again when it breaks off, on a thread of its own, which waits for nobody: frames go into a
/// <see cref="FrameSlot"/>, what happens into a <see cref="SourceTracker"/>.
/// </summary>
internal sealed class SourceReader : IDisposable
{
    /// <summary>Pictures for so long make the next wait a first one.</summary>
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(10);

    private readonly LiveSourceOptions _options;
    private readonly SourcePolicy _policy;
    private readonly LiveContext _context;
    private readonly SourceTracker _tracker;
    private readonly FrameSlot _slot;
    private readonly DeadlineSignal _arrived;
    private readonly DeadlineSignal _wake;
    private readonly Backoff _backoff;
    private readonly Pacer _pacer;
    private readonly SourceDamage _damage;
    private readonly KeyValuePair<string, object?> _streamTag;
    private readonly Lock _readerLock = new();
    private SourcePlan _plan;
    private VideoReader? _reader;
    private string? _gaveUp;
    private bool _wasBroadcast;
    private long _firstFrameAt;
    private long _frames;

    /// <summary>A reader that has not begun.</summary>
    /// <param name="stream">Name of its stream, for measurements.</param>
    /// <param name="options">What is read.</param>
    /// <param name="plan">How, at first.</param>
    /// <param name="context">Shared parts.</param>
    /// <param name="tracker">Told what happens.</param>
    /// <param name="slot">Where frames go.</param>
    /// <param name="arrived">Set when there is something in the slot or with the tracker.</param>
    public SourceReader(string stream, LiveSourceOptions options, SourcePlan plan, LiveContext context, SourceTracker tracker, FrameSlot slot, DeadlineSignal arrived)
    {
        (_options, _policy, _plan, _context, _tracker, _slot, _arrived) = (options, context.SourcePolicy, plan, context, tracker, slot, arrived);
        _wake = new DeadlineSignal(context.Time);
        _backoff = new Backoff(options.ReconnectDelay, options.MaxReconnectDelay, Stable, context.Random);
        _pacer = new Pacer(context.Time);
        _damage = new SourceDamage(stream, context.Instruments);
        _streamTag = new("stream", stream);
    }

    /// <summary>Frames decoded so far.</summary>
    public long Frames => Volatile.Read(ref _frames);

    /// <summary>What was damaged so far.</summary>
    public SourceDamage Damage => _damage;

    /// <summary>Ends every wait, once the token of <see cref="Run"/> is cancelled. Any thread.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Ends the connection that stands, as one that broke off for the given reason. Any thread.</summary>
    public void GiveUp(string reason)
    {
        lock (_readerLock)
        {
            if (_reader is { } reader)
            {
                _gaveUp = reason;
                reader.Cancel();
            }
        }
    }

    /// <summary>Reads until <paramref name="stop"/>, or until a recording has ended that is not to begin anew.</summary>
    public void Run(CancellationToken stop)
    {
        bool goesOn = true;
        while (goesOn && !stop.IsCancellationRequested)
        {
            try
            {
                goesOn = RunOnce(stop);
            }
#pragma warning disable CA1031 // Whatever it is, it is this stream's own trouble, and the next try may go well.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _tracker.Failed(SourceReason.Of(e.Message, _plan.Address), _options.MaxReconnectDelay);
                _arrived.Set();
                WaitFor(_options.MaxReconnectDelay, stop);
            }
        }
    }

    public void Dispose() => _wake.Dispose();

    /// <summary>One connection, and the wait for the next; false where there is to be none.</summary>
    private bool RunOnce(CancellationToken stop)
    {
        _firstFrameAt = 0;
        _tracker.Connecting();
        _arrived.Set();
        string? reason;
        try
        {
            reason = Connect(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            reason = _gaveUp;
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            reason = SourceReason.Of(e.Message, _plan.Address);
        }

        if (reason is null)
        {
            _tracker.Stopped("The recording has ended");
            _arrived.Set();
            return false;
        }

        Await(reason, stop);
        return true;
    }

    private void Await(string reason, CancellationToken stop)
    {
        TimeSpan lasted = _firstFrameAt == 0 ? TimeSpan.Zero : _context.Time.GetElapsedTime(_firstFrameAt);
        TimeSpan wait = _backoff.Next(lasted);
        _context.Instruments.ConnectionFaults.Add(1, _streamTag);
        _pacer.Reset();
        _tracker.Failed(reason, wait);
        _arrived.Set();
        WaitFor(wait, stop);
    }

    private void WaitFor(TimeSpan wait, CancellationToken stop) => _wake.WaitUntil(_wake.After(_context.Time.GetTimestamp(), wait), stop);

    /// <summary>One connection, or a recording over and over again. Returns why it ended; null where it is not to be opened again.</summary>
    private string? Connect(CancellationToken stop)
    {
        int connection = 0;
        while (true)
        {
            // Links may lead elsewhere by now.
            _plan = _policy.Plan(_options);
            string address = _plan.Address.Display;
            HostLookup.Require(_plan.Address.Host, _options.OpenTimeout, _wake, _context.Time, stop);
            using VideoReader reader = Open(stop);
            bool isHls = _plan.IsRecording is null && reader.Container.StartsWith("hls", StringComparison.Ordinal);
            bool hasEnd = _plan.IsRecording ?? reader.Video.Duration > 0;
            if (isHls && hasEnd && _wasBroadcast)
            {
                // What was live and has ended can still be fetched, and would pass for live.
                return SourceReason.Ended(address);
            }

            _wasBroadcast = isHls && !hasEnd;
            if (connection == 0)
            {
                connection = _tracker.Opened(reader.Video);
                _context.Instruments.Connections.Add(1, _streamTag);
            }

            long before = _frames;
            try
            {
                ReadFrames(reader, connection, isPacedByTimes: hasEnd || isHls, stop);
            }
            finally
            {
                lock (_readerLock)
                {
                    _reader = null;
                }

                _damage.Close();
            }

            if (!hasEnd)
            {
                return SourceReason.Ended(address);
            }

            if (_frames == before)
            {
                return $"{address} holds no picture that can be decoded";
            }

            if (!_options.Loop)
            {
                return null;
            }

            _pacer.BeginAnew();
        }
    }

    private VideoReader Open(CancellationToken stop)
    {
        var options = new VideoReaderOptions
        {
            Format = _plan.Format,
            InputOptions = _plan.Options,
            Filter = _options.Filter,
            Deinterlace = _options.Deinterlace,
            OpenTimeout = _options.OpenTimeout,
            ReadTimeout = _options.ReadTimeout,
            DecoderThreads = _options.DecoderThreads,
            LowDelay = true,
            ReadTracks = false,
            Permit = _plan.Permit,
        };
        VideoReader reader = VideoReader.Open(_plan.Address.Target, options, stop);
        lock (_readerLock)
        {
            (_reader, _gaveUp) = (reader, null);
        }

        return reader;
    }

    /// <summary>Seconds; never so many that pictures which have piled up would not be caught up with.</summary>
    private static double HalfPicture(VideoFrame frame)
    {
        double seconds = frame.TimeBase.ToTimeSpan(frame.Duration).TotalSeconds;
        return seconds is > 0 and < 0.025 ? seconds : 0.016;
    }

    private void ReadFrames(VideoReader reader, int connection, bool isPacedByTimes, CancellationToken stop)
    {
        bool isPaced = _options.Pacing == PacingMode.ByTimes || (_options.Pacing == PacingMode.Auto && isPacedByTimes);
        long lastAt = 0;
        while (reader.Read(out VideoFrame? frame, out _) == ReadStatus.Frame)
        {
            _damage.Update(reader.Statistics);
            if (isPaced)
            {
                long due = _pacer.Due(frame!.Time, frame.TimeBase.ToTimeSpan(frame.Duration));
                _wake.WaitUntil(due, stop);
            }

            else if (frame!.IsSecondField)
            {
                // Both fields of a picture are ready at the same time; shown so, movement would jerk.
                _wake.WaitUntil(lastAt + (long)(HalfPicture(frame) * _context.Time.TimestampFrequency), stop);
            }

            long now = lastAt = _context.Time.GetTimestamp();
            _firstFrameAt = _firstFrameAt == 0 ? now : _firstFrameAt;
            _slot.Put(frame!, now, connection);
            Volatile.Write(ref _frames, _frames + 1);
            _arrived.Set();
        }
    }
}
