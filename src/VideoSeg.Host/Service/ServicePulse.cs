using Microsoft.Extensions.Logging;
using VideoSeg.Host.Service.Systemd;

namespace VideoSeg.Host.Service;

/// <summary>
/// The service's pulse: about each second a turn over all that is to be done regularly. The sign of life to systemd comes at the end of a turn
/// and from nowhere else, so that it stays out where turns do.
/// </summary>
internal sealed partial class ServicePulse : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private readonly IPulseListener[] _listeners;
    private readonly SystemdNotifier _systemd;
    private readonly TimeProvider _time;
    private readonly ILogger<ServicePulse> _logger;
    private readonly CancellationTokenSource _stop = new();
    private Task _turning = Task.CompletedTask;
    private long _lastTurn;

    public ServicePulse(IEnumerable<IPulseListener> listeners, SystemdNotifier systemd, TimeProvider time, ILogger<ServicePulse> logger)
    {
        (_listeners, _systemd, _time, _logger) = ([.. listeners], systemd, time, logger);
        _lastTurn = time.GetTimestamp();
    }

    /// <summary>Time since the last turn.</summary>
    public TimeSpan Age => _time.GetElapsedTime(Volatile.Read(ref _lastTurn));

    /// <summary>Begins.</summary>
    public void Start() => _turning = TurnAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _turning;
        _stop.Dispose();
    }

    private async Task TurnAsync()
    {
        TimeSpan period = _systemd.Watchdog is { } watchdog && watchdog / 3 < Longest ? watchdog / 3 : Longest;
        using var timer = new PeriodicTimer(period, _time);
        try
        {
            do
            {
                foreach (IPulseListener listener in _listeners)
                {
                    Call(listener);
                }

                Volatile.Write(ref _lastTurn, _time.GetTimestamp());
                if (_systemd.Watchdog is not null)
                {
                    _systemd.Alive();
                }
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The service ends.
        }
    }

    private void Call(IPulseListener listener)
    {
        try
        {
            listener.OnPulse();
        }
#pragma warning disable CA1031 // A bug in one must not stop the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogBug(listener.GetType().Name, e);
        }
    }

    [LoggerMessage(30, LogLevel.Error, "bug in {Listener}, please report it")]
    private partial void LogBug(string listener, Exception bug);
}
