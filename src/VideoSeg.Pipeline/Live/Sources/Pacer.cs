namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>
/// When the frames of a recording are due, so that it runs at its own pace, however often it begins anew and however its times jump.
/// Not for two threads at a time.
/// </summary>
internal sealed class Pacer(TimeProvider time)
{
    /// <summary>A frame that comes later than this does not make those behind it hurry.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(250);

    /// <summary>A longer step from frame to frame is a jump.</summary>
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(2);

    private TimeSpan? _lastTime;
    private TimeSpan _step = TimeSpan.FromMilliseconds(40);
    private long _due;
    private bool _hasBegun;

    /// <summary>The next frame follows the last one by a frame, whatever its time: the recording begins anew.</summary>
    public void BeginAnew() => _lastTime = null;

    /// <summary>The next frame is due at once: the source was away.</summary>
    public void Reset() => (_lastTime, _hasBegun) = (null, false);

    /// <summary>When a frame is due, as a time stamp of the clock; may lie in the past.</summary>
    /// <param name="frameTime">Its time in the recording.</param>
    /// <param name="duration">How long it is shown; zero where nobody knows.</param>
    public long Due(TimeSpan frameTime, TimeSpan duration)
    {
        TimeSpan step = _lastTime is { } last ? frameTime - last : _step;
        // What jumps follows the last frame as one of its own kind does.
        step = step < TimeSpan.Zero || step > LongestStep ? _step : step;
        _lastTime = frameTime;
        _step = duration > TimeSpan.Zero && duration <= LongestStep ? duration : step > TimeSpan.Zero ? step : _step;
        long now = time.GetTimestamp();
        long due = _hasBegun ? _due + (long)(step.TotalSeconds * time.TimestampFrequency) : now;
        _due = time.GetElapsedTime(due, now) > Tolerance ? now : due;
        _hasBegun = true;
        return _due;
    }
}
