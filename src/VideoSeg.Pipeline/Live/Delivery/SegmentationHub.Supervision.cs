using System.Globalization;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <content>Starting, watching and restarting the network: one thread decides.</content>
public sealed partial class SegmentationHub
{
    /// <summary>So many networks that do not end may hold their memory and threads; no other is made beside them.</summary>
    private const int MostHanging = 3;

    /// <summary>A network that is still being made when all is to stop is not waited for longer: making one may take minutes.</summary>
    private static readonly TimeSpan s_makingPatience = TimeSpan.FromSeconds(3);

    private readonly DeadlineSignal _signal;
    private readonly List<HubNetwork> _retired = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<long> _faultTimes = [];
    private readonly List<TaskCompletionSource> _askers = [];
    private Phase _phase = Phase.New;
    private long _restartAt;
    private string? _fault;
    private string _lastFault = "";
    private bool _isMade;
    private bool _isAsked;
    private bool _isStopping;

    private enum Phase
    {
        /// <summary>Not started.</summary>
        New,

        /// <summary>The network is being made.</summary>
        Making,

        /// <summary>It takes frames.</summary>
        Running,

        /// <summary>It failed; the next one is made at <see cref="_restartAt"/>.</summary>
        Waiting,

        /// <summary>It failed too often.</summary>
        Down,
    }

    /// <summary>Starts to make it; returns at once. Once.</summary>
    public void Start() => new Thread(Supervise) { Name = "videoseg hub", IsBackground = true }.Start();

    /// <summary>Makes the network anew, whatever its state, and forgets how often it failed. Ends when the new one runs or has failed: the status tells.</summary>
    /// <exception cref="OperationCanceledException">The waiting was given up; the restart goes on.</exception>
    /// <exception cref="ObjectDisposedException">The hub was disposed meanwhile.</exception>
    public Task RestartAsync(CancellationToken cancellationToken)
    {
        var asker = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isStopping, this);
            _askers.Add(asker);
            _isAsked = true;
        }

        _signal.Set();
        return asker.Task.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Stops it and frees the network. A call in progress is waited for, but not longer than it takes to count as hung; a network that is being made for
    /// 3 seconds at most.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        bool isNew;
        lock (_lock)
        {
            if (_isStopping)
            {
                return;
            }

            _isStopping = true;
            isNew = _phase == Phase.New;
        }

        _signal.Set();
        if (!isNew)
        {
            await _ended.Task;
        }

        // The last one is among the retired; nobody else changes these any more.
        if (_retired.Count > 0)
        {
            bool isMade = _retired.Exists(network => network.Info is not null && !network.Ended.IsCompleted);
            TimeSpan longest = isMade || Options.HangTimeout < s_makingPatience ? Options.HangTimeout : s_makingPatience;
            await Task.WhenAny(Task.WhenAll(_retired.Select(network => network.Ended)), Task.Delay(longest, Context.Time));
        }

        _signal.Dispose();
    }

    /// <summary>A network was made, or could not be; false where nobody waits for it any more, so that its maker is to free it.</summary>
    internal bool Made(HubNetwork network, string fault)
    {
        bool isWanted;
        lock (_lock)
        {
            isWanted = !network.IsRetired && fault.Length == 0;
            if (isWanted)
            {
                _isMade = true;
            }
            else if (!network.IsRetired)
            {
                _fault = $"the network could not be started: {fault}";
            }
        }

        _signal.Set();
        return isWanted;
    }

    /// <summary>A lane's call failed, and the network is not sound.</summary>
    internal void Failed(HubNetwork network, HubLane lane, string fault)
    {
        lock (_lock)
        {
            if (!network.IsRetired)
            {
                _fault ??= $"the network failed: {fault}";
                Retire(network);
            }
        }

        EndedAll(lane);
        _signal.Set();
    }

    private void Supervise()
    {
        while (true)
        {
            long? until;
            lock (_lock)
            {
                if (_isStopping)
                {
                    break;
                }

                until = GuardedStep();
            }

            _signal.WaitUntil(until);
        }

        Stop();
        _ended.SetResult();
    }

    private long? GuardedStep()
    {
        try
        {
            return Step();
        }
#pragma warning disable CA1031 // Whatever it is, it ends this network, never the process and the picture with it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Lose($"the network could not be started: {e.GetType().Name}: {e.Message}");
            return _phase == Phase.Waiting ? _restartAt : null;
        }
    }

    /// <summary>Does what is due; says when to look again.</summary>
    private long? Step()
    {
        _retired.RemoveAll(network => network.Ended.IsCompleted);
        if (_isAsked)
        {
            _isAsked = false;
            _faultTimes.Clear();
            if (_retired.Count < MostHanging)
            {
                Begin(isRestart: _phase != Phase.New, "the network is being restarted, as was asked for");
            }
            else if (_phase is Phase.Waiting or Phase.Down)
            {
                StayDown();
            }
            else if (_phase == Phase.Running)
            {
                Answer();
            }
        }

        FindHung();
        if (_fault is { } fault)
        {
            _fault = null;
            Lose(fault);
        }

        switch (_phase)
        {
            case Phase.New:
                Begin(isRestart: false, "the network is starting");
                return _signal.After(_network!.StartedAt, Options.StartTimeout);
            case Phase.Making when _isMade:
                _phase = Phase.Running;
                _network!.StartLanes();
                Tell(isRunning: true, "");
                Answer();
                return NextLook;
            case Phase.Making:
                return _signal.After(_network!.StartedAt, Options.StartTimeout);
            case Phase.Running:
                return NextLook;
            case Phase.Waiting when Context.Time.GetTimestamp() >= _restartAt && _retired.Count >= MostHanging:
                StayDown();
                return null;
            case Phase.Waiting when Context.Time.GetTimestamp() >= _restartAt:
                Begin(isRestart: true, $"{_lastFault}; it is being made anew");
                return _signal.After(_network!.StartedAt, Options.StartTimeout);
            case Phase.Waiting:
                return _restartAt;
            default:
                return null;
        }
    }

    private void Begin(bool isRestart, string reason)
    {
        if (_network is { } old)
        {
            Retire(old);
        }

        _fault = null;
        _isMade = false;
        _phase = Phase.Making;
        _network = new HubNetwork(this, _create, Options.Niceness) { StartedAt = Context.Time.GetTimestamp() };
        if (isRestart)
        {
            Context.Instruments.EngineRestarts.Add(1);
        }

        _status = _status with { Restarts = _status.Restarts + (isRestart ? 1 : 0) };
        Tell(isRunning: false, reason);
        _network.Start();
    }

    /// <summary>Another network beside those that do not end would take memory and threads that the pictures need.</summary>
    private void StayDown()
    {
        _phase = Phase.Down;
        Tell(isRunning: false, $"{_lastFault}; {MostHanging} networks that hang hold their memory, so none is made beside them: restart the service");
        Answer();
    }

    private void FindHung()
    {
        if (_network is not { IsRetired: false } network)
        {
            return;
        }

        if (_phase == Phase.Making && !_isMade && Left(network.StartedAt, Options.StartTimeout) <= TimeSpan.Zero)
        {
            _fault ??= $"the network could not be started: it was not ready after {Text(Options.StartTimeout)}";
        }
        else if (network.Lanes.Any(lane => lane.Frames.Count > 0 && Left(lane.StartedAt, Options.HangTimeout) <= TimeSpan.Zero))
        {
            _fault ??= $"the network hangs: a run took longer than {Text(Options.HangTimeout)}";
        }
    }

    private void Lose(string fault)
    {
        if (_network is { } network)
        {
            Retire(network);
        }

        _lastFault = fault;
        long now = Context.Time.GetTimestamp();
        _faultTimes.RemoveAll(time => Context.Time.GetElapsedTime(time, now) > Options.RestartWindow);
        _faultTimes.Add(now);
        if (_faultTimes.Count > Options.MaxRestarts)
        {
            _phase = Phase.Down;
            Tell(isRunning: false, $"{fault}; it was started {_faultTimes.Count} times within {Text(Options.RestartWindow)} and stays down until it is restarted by hand");
        }
        else
        {
            _phase = Phase.Waiting;
            TimeSpan delay = TimeSpan.FromSeconds(Math.Min(Options.RestartDelay.TotalSeconds * Math.Pow(2, _faultTimes.Count - 1), Options.RestartWindow.TotalSeconds));
            _restartAt = _signal.After(now, delay);
            Tell(isRunning: false, $"{fault}; it is made anew after {Text(delay)}");
        }

        Answer();
    }

    /// <summary>It takes nothing more; what it looks at has failed, whatever still comes.</summary>
    private void Retire(HubNetwork network)
    {
        if (network.IsRetired)
        {
            return;
        }

        network.IsRetired = true;
        _retired.Add(network);
        foreach (HubLane lane in network.Lanes)
        {
            lane.Frames.Skip(lane.Done).ToList().ForEach(frame => frame.Slot.CountFailed());
            lane.Wake();
        }

        if (_isMade && network.Lanes.Count == 0)
        {
            // Made, but not yet told so: its lanes end at once, and free it.
            try
            {
                network.StartLanes();
            }
            catch (OutOfMemoryException)
            {
                // Those that could not be started have ended too.
            }
        }
    }

    private void Stop()
    {
        lock (_lock)
        {
            if (_network is { } network)
            {
                Retire(network);
            }

            Tell(isRunning: false, "the network was stopped");
            _askers.ForEach(asker => asker.TrySetException(new ObjectDisposedException(nameof(SegmentationHub))));
            _askers.Clear();
        }
    }

    private void Tell(bool isRunning, string reason) =>
        _status = new SegmentationHubStatus(isRunning, reason, Context.Time.GetUtcNow(), _status.Restarts, (isRunning ? _network!.Info : null) ?? _status.Info)
        {
            IsStartOver = _status.IsStartOver || isRunning || _phase is Phase.Waiting or Phase.Down,
        };

    private void Answer()
    {
        _askers.ForEach(asker => asker.TrySetResult());
        _askers.Clear();
    }

    private long NextLook => _signal.After(Context.Time.GetTimestamp(), Options.HangTimeout / 4);

    private TimeSpan Left(long since, TimeSpan limit) => limit - Context.Time.GetElapsedTime(since);

    private static string Text(TimeSpan span) => span.TotalSeconds switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.#} ms"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.#} min"),
    };
}
