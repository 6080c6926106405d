using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>Keeps how a source is, and what of it has not been told yet. Thread-safe.</summary>
internal sealed class SourceTracker
{
    /// <summary>More than so many changes are not kept for a receiver that does not come back; the oldest are forgotten.</summary>
    private const int MaximumUntold = 64;

    private readonly Lock _lock = new();
    private readonly Queue<LiveSourceStatus> _untold = new();
    private readonly TimeProvider _time;
    private LiveSourceStatus _status;
    private long? _openedAt;

    public SourceTracker(string address, TimeProvider time)
    {
        _time = time;
        _status = new LiveSourceStatus(LiveSourceState.Connecting, "", time.GetUtcNow(), 0, null) { Address = address };
    }

    public LiveSourceStatus Status
    {
        get
        {
            lock (_lock)
            {
                return _status;
            }
        }
    }

    /// <summary>How long the connection has stood; null where there is none.</summary>
    public TimeSpan? OpenFor
    {
        get
        {
            lock (_lock)
            {
                return _openedAt is { } at ? _time.GetElapsedTime(at) : null;
            }
        }
    }

    /// <summary>The oldest change that was not told yet.</summary>
    public bool TryTakeChange(out LiveSourceStatus status)
    {
        lock (_lock)
        {
            return _untold.TryDequeue(out status!);
        }
    }

    /// <summary>It is being opened.</summary>
    public void Connecting() => Change(status => status with { State = LiveSourceState.Connecting, NextTry = null });

    /// <summary>It was opened; frames have still to come.</summary>
    public int Opened(VideoStreamInfo video)
    {
        lock (_lock)
        {
            _openedAt = _time.GetTimestamp();
            _status = _status with { Connections = _status.Connections + 1, Video = video };
            return _status.Connections;
        }
    }

    /// <summary>It could not be opened, or broke off.</summary>
    public void Failed(string reason, TimeSpan wait) => Change(status => status with
    {
        State = LiveSourceState.Away, Reason = reason, NextTry = _time.GetUtcNow() + wait, Faults = status.Faults + 1,
    });

    /// <summary>It is open, but no frame has come for some time.</summary>
    public void FellSilent(string reason, TimeSpan silence) => Change(
        status => status with { State = LiveSourceState.Silent, Reason = reason, Faults = status.Faults + 1 }, _time.GetUtcNow() - silence);

    /// <summary>It will not be opened again.</summary>
    public void Stopped(string reason) => Change(status => status with { State = LiveSourceState.Stopped, Reason = reason, NextTry = null });

    /// <summary>The receiver threw; nothing of the source has changed but what is known of it.</summary>
    public void ReceiverFailed(string message) => Change(status => status with { Reason = $"what takes the frames failed: {message}" });

    /// <summary>A frame came, by a connection that may have ended since.</summary>
    public void FrameCame(VideoFrame frame, int connection)
    {
        LiveSourceStatus status = Status;
        bool isOpen = status.Connections == connection && status.State is LiveSourceState.Connecting or LiveSourceState.Silent or LiveSourceState.Live;
        bool comes = isOpen && status.State != LiveSourceState.Live;
        bool differs = status.Video is { } video && !IsLike(video, frame);
        if (comes || differs)
        {
            Change(before => before with
            {
                State = comes ? LiveSourceState.Live : before.State,
                Reason = comes ? "" : before.Reason,
                Video = differs ? As(before.Video!, frame) : before.Video,
            });
        }
    }

    private static bool IsLike(VideoStreamInfo video, VideoFrame frame) =>
        video.Width == frame.Width && video.Height == frame.Height && video.Format == frame.Format && IsInterlaced(video) == frame.IsInterlaced;

    private static bool IsInterlaced(VideoStreamInfo video) => video.FieldOrder > FieldOrder.Progressive;

    private static VideoStreamInfo As(VideoStreamInfo video, VideoFrame frame) => video with
    {
        Width = frame.Width,
        Height = frame.Height,
        Format = frame.Format,
        SampleAspectRatio = frame.SampleAspectRatio,
        Color = frame.Color,
        FieldOrder = !frame.IsInterlaced ? FieldOrder.Progressive : frame.IsTopFieldFirst ? FieldOrder.TopFirst : FieldOrder.BottomFirst,
    };

    private void Change(Func<LiveSourceStatus, LiveSourceStatus> change, DateTimeOffset? since = null)
    {
        lock (_lock)
        {
            LiveSourceStatus after = change(_status);
            if (after == _status)
            {
                return;
            }

            bool turns = after.State != _status.State && (after.State is LiveSourceState.Live or LiveSourceState.Stopped || _status.State is LiveSourceState.Live);
            _status = turns ? after with { Since = since ?? _time.GetUtcNow() } : after;
            _openedAt = after.State is LiveSourceState.Away or LiveSourceState.Stopped ? null : _openedAt;
            _untold.Enqueue(_status);
            while (_untold.Count > MaximumUntold)
            {
                _untold.Dequeue();
            }
        }
    }
}
