using Microsoft.Extensions.Logging;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Host.Service.Logs;

/// <summary>Puts what changes in live streams into the log. What comes and goes all the time is counted, not told each time.</summary>
internal sealed partial class LiveLog : ILiveObserver, IPulseListener
{
    private readonly ILogger<LiveLog> _logger;
    private readonly RepeatLimiter _limiter;

    public LiveLog(ILogger<LiveLog> logger, TimeProvider time) => (_logger, _limiter) = (logger, new RepeatLimiter(6, TimeSpan.FromMinutes(1), time));

    /// <summary>Called, on whatever thread it happens, when something of the stream of this name has changed.</summary>
    public Action<string>? Changed { get; set; }

    /// <inheritdoc/>
    public void SourceChanged(string stream, LiveSourceStatus status)
    {
        string state = Word(status.State, status.Reason);
        if (_limiter.Passes($"{stream}: source", state))
        {
            LogSource(status.State is LiveSourceState.Away or LiveSourceState.Silent ? LogLevel.Warning : LogLevel.Information, stream, state);
        }

        Changed?.Invoke(stream);
    }

    /// <inheritdoc/>
    public void OutletChanged(string stream, LiveOutletStatus status)
    {
        string state = Word(status.State, status.Reason);
        if (_limiter.Passes($"{stream}: output {status.Name}", state))
        {
            LogOutlet(status.State is LiveOutletState.Waiting or LiveOutletState.Failed ? LogLevel.Warning : LogLevel.Information, stream, status.Name, status.Kind, state);
        }

        Changed?.Invoke(stream);
    }

    /// <inheritdoc/>
    public void SegmentationChanged(string stream, SegmentationState state, string reason)
    {
        string word = Word(state, reason);
        if (_limiter.Passes($"{stream}: marks", word))
        {
            LogSegmentation(state == SegmentationState.Active ? LogLevel.Information : LogLevel.Warning, stream, word);
        }

        Changed?.Invoke(stream);
    }

    /// <inheritdoc/>
    public void OnPulse()
    {
        foreach ((string kind, int number, string last) in _limiter.TakeHeldBack())
        {
            LogHeldBack(kind, number, last);
        }
    }

    private static string Word<T>(T state, string reason)
        where T : Enum
    {
        string word = SettingText.Format(state);
        return reason.Length == 0 ? word : $"{word}: {Secrets.HideInAddress(reason)}";
    }

    [LoggerMessage(EventId = 1, Message = "{Stream}: source {State}")]
    private partial void LogSource(LogLevel level, string stream, string state);

    [LoggerMessage(EventId = 2, Message = "{Stream}: output {Outlet} ({Kind}) {State}")]
    private partial void LogOutlet(LogLevel level, string stream, string outlet, string kind, string state);

    [LoggerMessage(EventId = 3, Message = "{Stream}: marks {State}")]
    private partial void LogSegmentation(LogLevel level, string stream, string state);

    [LoggerMessage(4, LogLevel.Warning, "{Kind} changed {Number} times more within the last minute, the last time to {State}")]
    private partial void LogHeldBack(string kind, int number, string state);
}
