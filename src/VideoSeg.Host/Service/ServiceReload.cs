using Microsoft.Extensions.Logging;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Host.Service.Systemd;
using VideoSeg.Model;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Host.Service;

/// <summary>
/// Takes over a changed configuration file while the service runs: streams that did not change are not touched, and a file with faults changes
/// nothing. Looks at the file from time to time (its bytes: mounted files are replaced in ways that no watcher notices), and when asked to.
/// </summary>
internal sealed partial class ServiceReload : IAsyncDisposable
{
    private readonly ServiceConfiguration _configuration;
    private readonly StreamManager _streams;
    private readonly SystemdNotifier _systemd;
    private readonly TimeProvider _time;
    private readonly ILogger<ServiceReload> _logger;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly ServiceOptions _started;
    private byte[] _seen;
    private byte[] _taken;
    private Task _watching = Task.CompletedTask;

    public ServiceReload(ServiceConfiguration configuration, ServiceOptions options, StreamManager streams, SystemdNotifier systemd, TimeProvider time, ILogger<ServiceReload> logger)
    {
        (_configuration, Options, _streams, _systemd, _time, _logger) = (configuration, options, streams, systemd, time, logger);
        _seen = _taken = configuration.ReadFile();
        _started = options;
    }

    /// <summary>The options that were read last without a fault.</summary>
    public ServiceOptions Options { get; private set; }

    /// <summary>Why the last reading was not taken over; empty where it was.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>Starts the configured streams.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_configuration.Path is not null && Options.ReloadInterval > TimeSpan.Zero)
        {
            _watching = WatchAsync();
        }

        return ApplyAsync(cancellationToken);
    }

    /// <summary>Reads the configuration now, whether the file changed or not.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            _systemd.Reloading();
            _taken = _seen = _configuration.ReadFile();
            ServiceOptions options = _configuration.Load(_taken);
            string[] late = [.. NeedsRestart(_started, options)];
            if (late.Length > 0)
            {
                LogLate(string.Join(", ", late));
            }

            (Options, Fault) = (options, "");
            await ApplyAsync(cancellationToken);
            LogReloaded(options.Streams.Count);
        }
        catch (VideoSegException e)
        {
            Fault = Secrets.HideInAddress(e.Message);
            LogFault(Fault);
        }
#pragma warning disable CA1031 // A bug in one reload must not end those that come after it.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Fault = $"internal error ({e.GetType().Name}); the log tells more";
            LogBug(e);
        }
        finally
        {
            if (!_stop.IsCancellationRequested)
            {
                _systemd.Ready();
            }

            _turn.Release();
        }
    }

    /// <summary>Looks at the file no more; a reload under way is waited for, and none begins.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        await _turn.WaitAsync();
        _turn.Release();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    private static IEnumerable<string> NeedsRestart(ServiceOptions before, ServiceOptions after)
    {
        (string Name, object? Before, object? After)[] values =
        [
            (nameof(before.Urls), before.Urls, after.Urls),
            (nameof(before.StateFile), before.StateFile, after.StateFile),
            (nameof(before.ShutdownTimeout), before.ShutdownTimeout, after.ShutdownTimeout),
            (nameof(before.ReloadInterval), before.ReloadInterval, after.ReloadInterval),
            (nameof(before.Log), before.Log, after.Log),
            (nameof(before.Engine), before.Engine, after.Engine),
            (nameof(before.Web), before.Web, after.Web),
            (nameof(before.Metrics), before.Metrics, after.Metrics),
        ];
        return values.Where(value => !IsSame(value.Before, value.After)).Select(value => value.Name);
    }

    private static bool IsSame(object? before, object? after) =>
        before is null || after is null || SettingText.IsSingle(before.GetType()) ? Equals(before, after) : StreamChanges.IsSame(before, after);

    private async Task ApplyAsync(CancellationToken cancellationToken)
    {
        _streams.Policy = new SourcePolicy(Options.Sources);
        await _streams.EnforceAsync(cancellationToken);
        // The sample recording is there for want of other streams only.
        StreamEntry[] gone =
        [
            .. _streams.Entries.Where(entry => !Options.Streams.ContainsKey(entry.Name)
                && (entry.Origin == StreamOrigin.Configuration || (entry.Origin == StreamOrigin.Default && !Options.Streams.IsEmpty))),
        ];
        IEnumerable<Task> removals = gone.Select(entry => (Task)_streams.RemoveAsync(entry.Name, entry.Origin, cancellationToken));
        IEnumerable<Task> changes = Options.Streams.Values.Select(definition => (Task)_streams.PutAsync(definition, StreamOrigin.Configuration, mustBeNew: false, cancellationToken));
        await Task.WhenAll([.. removals, .. changes]);
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Options.ReloadInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await LookAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The service ends.
        }
    }

    // An editor may write a file in pieces: it is taken over once it has stayed the same from one look to the next.
    private async Task LookAsync()
    {
        byte[] now;
        try
        {
            now = _configuration.ReadFile();
        }
        catch (VideoSegException)
        {
            // Being replaced, or gone for good: what was read goes on to hold.
            return;
        }

        bool isStill = now.AsSpan().SequenceEqual(_seen);
        _seen = now;
        if (isStill && !now.AsSpan().SequenceEqual(_taken))
        {
            await ReloadAsync(_stop.Token);
        }
    }

    [LoggerMessage(20, LogLevel.Information, "configuration taken over: {Streams} streams")]
    private partial void LogReloaded(int streams);

    [LoggerMessage(21, LogLevel.Error, "configuration not taken over, the earlier one goes on to hold: {Fault}")]
    private partial void LogFault(string fault);

    [LoggerMessage(23, LogLevel.Error, "configuration taken over in part: a bug, please report it")]
    private partial void LogBug(Exception bug);

    [LoggerMessage(22, LogLevel.Warning, "changed, but only for the next start of the service: {Options}")]
    private partial void LogLate(string options);
}
