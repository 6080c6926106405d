using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace VideoSeg.Host.Metrics.Otlp;

/// <summary>
/// Sends the measurements to an OpenTelemetry collector, at intervals and once more at the end. The only class that knows OpenTelemetry: whoever
/// does not make one does not load it.
/// </summary>
internal sealed partial class OtlpPush : IDisposable
{
    private readonly MeterProvider _provider;
    private readonly OtlpFaultListener _faults;

    /// <param name="options">Where to, and how; with an endpoint.</param>
    /// <param name="metrics">What.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told where it sends, and of what fails.</param>
    public OtlpPush(OtlpOptions options, MetricsOptions metrics, TimeProvider time, ILogger<OtlpPush> logger)
    {
        var endpoint = new Uri(options.Endpoint ?? throw new ArgumentException("an endpoint is needed", nameof(options)));
        _faults = new OtlpFaultListener(time, logger);
        _provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService("videoseg", serviceVersion: BuildFacts.Version, serviceInstanceId: Environment.MachineName))
            .AddMeter([.. metrics.Meters])
            .AddView(_ => new MetricStreamConfiguration { CardinalityLimit = metrics.MaxSeries })
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Endpoint = endpoint;
                exporter.Protocol = options.Protocol == OtlpProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
                exporter.Headers = options.Headers.Length > 0 ? options.Headers : null;
                exporter.TimeoutMilliseconds = (int)options.Timeout.TotalMilliseconds;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.Interval.TotalMilliseconds;
            })
            .Build();
        LogStart(logger, endpoint.GetLeftPart(UriPartial.Authority), options.Interval);
    }

    /// <summary>Sends what there is now.</summary>
    /// <returns>Whether the collector took it.</returns>
    public bool Flush(TimeSpan timeout) => _provider.ForceFlush((int)timeout.TotalMilliseconds);

    /// <summary>Sends the last measurements, and ends.</summary>
    public void Dispose()
    {
        _provider.Dispose();
        _faults.Dispose();
    }

    [LoggerMessage(1, LogLevel.Information, "Metrics are sent to {Collector} by OTLP every {Interval}")]
    private static partial void LogStart(ILogger logger, string collector, TimeSpan interval);
}
