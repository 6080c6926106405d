namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>
/// Lets one thread wait until another one has something for it, no longer than a time of a clock that tests can turn. A wait may end early:
/// whoever waits looks again.
/// </summary>
internal sealed class ClockedSignal : IDisposable
{
    private readonly AutoResetEvent _event = new(initialState: false);
    private readonly TimeProvider _time;
    private readonly ITimer? _timer;

    public ClockedSignal(TimeProvider time)
    {
        _time = time;
        // The system's clock needs no timer, whose callback would have to wait for a thread of the pool.
        _timer = time == TimeProvider.System ? null : time.CreateTimer(static signal => ((ClockedSignal)signal!).Set(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the wait in progress, or the next one. Any thread.</summary>
    public void Set() => _event.Set();

    /// <summary>Waits until it is set, or the time has passed.</summary>
    public void Wait(TimeSpan limit)
    {
        // A wait of the system is in whole milliseconds; one that is cut to 0 would spin.
        limit = limit <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min(limit.TotalMilliseconds, 60_000)));
        if (_timer is null)
        {
            _event.WaitOne(limit);
            return;
        }

        _timer.Change(limit, Timeout.InfiniteTimeSpan);
        _event.WaitOne();
    }

    /// <summary>Waits until a moment of the clock, or until <paramref name="stop"/>, which must <see cref="Set"/> this.</summary>
    public void WaitUntil(long timestamp, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && _time.GetElapsedTime(_time.GetTimestamp(), timestamp) is { Ticks: > 0 } left)
        {
            Wait(left);
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _event.Dispose();
    }
}
