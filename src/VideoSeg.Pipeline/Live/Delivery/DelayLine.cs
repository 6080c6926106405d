namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>
/// Holds frames back until each has waited a constant time since it was decoded, and then shows it, in their order, on a thread of its own. Bounded:
/// where more come than can wait, the oldest is given up.
/// </summary>
internal sealed class DelayLine
{
    private readonly Lock _lock = new();
    private readonly Queue<PendingFrame> _waiting;
    private readonly int _capacity;
    private readonly TimeSpan _delay;
    private readonly TimeProvider _time;
    private readonly DeadlineSignal _signal;
    private readonly Action<PendingFrame> _show;
    private readonly Action<PendingFrame> _giveUp;
    private readonly Action _failed;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isStopping;

    /// <summary>Starts its thread.</summary>
    /// <param name="name">Of the stream.</param>
    /// <param name="delay">How long each frame waits.</param>
    /// <param name="capacity">Frames that may wait.</param>
    /// <param name="time">The clock.</param>
    /// <param name="show">Takes a frame when its time has come.</param>
    /// <param name="giveUp">Takes a frame that there was no room for.</param>
    /// <param name="failed">Told where showing one threw, which it should not.</param>
    public DelayLine(string name, TimeSpan delay, int capacity, TimeProvider time, Action<PendingFrame> show, Action<PendingFrame> giveUp, Action failed)
    {
        (_delay, _capacity, _time, _show, _giveUp, _failed) = (delay, capacity, time, show, giveUp, failed);
        _waiting = new Queue<PendingFrame>(capacity + 1);
        _signal = new DeadlineSignal(time);
        new Thread(Main) { Name = $"videoseg delay {name}", IsBackground = true }.Start();
    }

    /// <summary>Adds a frame. Never waits.</summary>
    public void Add(in PendingFrame frame)
    {
        PendingFrame? lost = null;
        lock (_lock)
        {
            _waiting.Enqueue(frame);
            if (_waiting.Count > _capacity)
            {
                lost = _waiting.Dequeue();
            }
        }

        _signal.Set();
        if (lost is { } given)
        {
            _giveUp(given);
        }
    }

    /// <summary>Shows what waits at once, and ends. Nothing may be added meanwhile.</summary>
    public async ValueTask StopAsync()
    {
        lock (_lock)
        {
            _isStopping = true;
        }

        _signal.Set();
        await _ended.Task;
        _signal.Dispose();
    }

    private void Main()
    {
        UrgentThread.Begin();
        while (true)
        {
            PendingFrame? due = null;
            long? until = null;
            lock (_lock)
            {
                if (_waiting.TryPeek(out PendingFrame next))
                {
                    until = _signal.After(next.CapturedAt, _delay);
                    due = _isStopping || _time.GetTimestamp() >= until ? _waiting.Dequeue() : null;
                }
                else if (_isStopping)
                {
                    break;
                }
            }

            if (due is { } frame)
            {
                Show(frame);
            }
            else
            {
                _signal.WaitUntil(until);
            }
        }

        _ended.SetResult();
    }

    private void Show(in PendingFrame frame)
    {
        try
        {
            _show(frame);
        }
#pragma warning disable CA1031 // The next frame is another one; this thread must not end, nor the process with it.
        catch (Exception)
#pragma warning restore CA1031
        {
            _failed();
        }
    }
}
