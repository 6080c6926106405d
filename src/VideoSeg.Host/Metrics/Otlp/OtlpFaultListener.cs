using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace VideoSeg.Host.Metrics.Otlp;

/// <summary>Puts what hinders the sending into the log: the first time at once, then once in <see cref="Quiet"/> with a count.</summary>
internal sealed partial class OtlpFaultListener : EventListener
{
    private readonly Lock _lock = new();
    private readonly TimeProvider? _time;
    private readonly ILogger? _logger;
    private long _lastAt;
    private int _count;

    public OtlpFaultListener(TimeProvider time, ILogger logger)
    {
        (_time, _logger) = (time, logger);
        foreach (EventSource source in EventSource.GetSources())
        {
            OnEventSourceCreated(source);
        }
    }

    /// <summary>Time between two messages.</summary>
    public static TimeSpan Quiet => TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        // Also called by the base constructor, before there is a logger.
        if (_logger is not null && eventSource.Name == "OpenTelemetry-Exporter-OpenTelemetryProtocol")
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        int count;
        lock (_lock)
        {
            _count++;
            if (_lastAt != 0 && _time!.GetElapsedTime(_lastAt) < Quiet)
            {
                return;
            }

            _lastAt = _time!.GetTimestamp();
            (count, _count) = (_count, 0);
        }

        LogFault(_logger!, FirstLine(eventData), count);
    }

    // The arguments hold exceptions with their stack traces.
    private static string FirstLine(EventWrittenEventArgs data)
    {
        object?[] arguments = [.. data.Payload?.Select(argument => argument is string text ? text.Split('\n')[0].TrimEnd() : argument) ?? []];
        return string.Format(CultureInfo.InvariantCulture, data.Message ?? "{0}", [.. arguments, .. Enumerable.Repeat<object?>("", 8)]);
    }

    [LoggerMessage(2, LogLevel.Warning, "OTLP: {Fault} ({Count} times since the last message)")]
    private static partial void LogFault(ILogger logger, string fault, int count);
}
