using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using VideoSeg.Host.Metrics.Otlp;

namespace VideoSeg.Host.Metrics;

/// <summary>What is exported.</summary>
internal sealed record MetricsOptions
{
    /// <summary>Names of meters; one that ends in <c>*</c> means all that begin so. Default: the program's own, the process', the runtime's, and those of the web server.</summary>
    public ImmutableArray<string> Meters { get; init; } = ["VideoSeg.*", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>Most series of a metric; what comes beyond is folded into one with the label <c>otel_metric_overflow="true"</c>. 1 to 100,000. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int MaxSeries { get; init; } = 1000;

    /// <summary>Measurements sent to an OpenTelemetry collector besides. Default: none.</summary>
    public OtlpOptions Otlp { get; init; } = new();

    /// <summary>Whether an instrument's meter is one of <see cref="Meters"/>.</summary>
    public bool Takes(Instrument instrument) => Meters.Any(pattern => pattern.EndsWith('*')
        ? instrument.Meter.Name.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : instrument.Meter.Name == pattern);
}
