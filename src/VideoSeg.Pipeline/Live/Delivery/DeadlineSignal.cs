namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>What a thread of its own waits on: somebody's call, or a time of the injected clock. One thread waits; any may call.</summary>
internal sealed class DeadlineSignal(TimeProvider time) : IDisposable
{
    private readonly WakeEvent _event = new();
    private ITimer? _timer;

    /// <summary>Ends the wait, or the next one.</summary>
    public void Set() => _event.Set();

    /// <summary>The time stamp so long after another one.</summary>
    public long After(long since, TimeSpan span) => time.After(since, span);

    /// <summary>Waits for <see cref="Set"/>, at most until a time stamp of the clock; may also return early.</summary>
    public void WaitUntil(long? deadline)
    {
        if (deadline is not { } end)
        {
            _event.Wait();
        }
        else if (ReferenceEquals(time, TimeProvider.System))
        {
            // Not through a timer, whose call would wait for a thread of the pool.
            TimeSpan left = time.GetElapsedTime(time.GetTimestamp(), end);
            if (left > TimeSpan.Zero)
            {
                _event.Wait(left);
            }
        }
        else if (TryArm(end))
        {
            _event.Wait();
        }
    }

    /// <summary>Waits for <see cref="Set"/>, at most so long; may also return early.</summary>
    public void WaitFor(TimeSpan limit) => WaitUntil(After(time.GetTimestamp(), limit));

    /// <summary>Waits until a time stamp of the clock, or until <paramref name="stop"/>, which must <see cref="Set"/> this.</summary>
    public void WaitUntil(long deadline, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && time.GetTimestamp() < deadline)
        {
            WaitUntil(deadline);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _event.Dispose();
    }

    /// <summary>Sets the timer; false where the time has come. A clock that is moved meanwhile is looked at again.</summary>
    private bool TryArm(long end)
    {
        _timer ??= time.CreateTimer(static state => ((WakeEvent)state!).Set(), _event, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        long now = time.GetTimestamp();
        while (now < end)
        {
            _timer.Change(time.GetElapsedTime(now, end), Timeout.InfiniteTimeSpan);
            long then = time.GetTimestamp();
            if (then == now)
            {
                return true;
            }

            now = then;
        }

        return false;
    }
}
