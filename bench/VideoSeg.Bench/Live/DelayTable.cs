using System.Globalization;
using System.Text.Json.Nodes;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Bench.Live;

/// <summary>Percentiles of delays, for people and for programs.</summary>
internal static class DelayTable
{
    /// <summary>Above the rows.</summary>
    public static string Head { get; } = string.Create(CultureInfo.InvariantCulture, $"  {"",-18}{"p50 ms",9}{"p95",9}{"p99",9}{"p99.9",9}{"max",9}{"count",9}");

    /// <summary>A line; dashes where nothing was measured.</summary>
    public static string Row(string name, LatencyHistogram delays) => delays.Count == 0
        ? string.Create(CultureInfo.InvariantCulture, $"  {name,-18}{"-",9}{"-",9}{"-",9}{"-",9}{"-",9}{0,9}")
        : string.Create(CultureInfo.InvariantCulture,
            $"  {name,-18}{Of(delays, 0.5),9:F2}{Of(delays, 0.95),9:F2}{Of(delays, 0.99),9:F2}{Of(delays, 0.999),9:F2}{delays.Maximum.TotalMilliseconds,9:F2}{delays.Count,9}");

    /// <summary>Milliseconds; null where nothing was measured.</summary>
    public static JsonObject Json(LatencyHistogram delays) => new()
    {
        ["p50"] = OrNull(delays, 0.5),
        ["p95"] = OrNull(delays, 0.95),
        ["p99"] = OrNull(delays, 0.99),
        ["p99_9"] = OrNull(delays, 0.999),
        ["max"] = delays.Count == 0 ? null : Math.Round(delays.Maximum.TotalMilliseconds, 3),
        ["count"] = delays.Count,
    };

    /// <summary>A percentile in milliseconds.</summary>
    public static double Of(LatencyHistogram delays, double share) => Math.Round(delays.Percentile(share).TotalMilliseconds, 3);

    /// <summary>A share of a whole.</summary>
    public static string Percent(long part, long whole) => string.Create(CultureInfo.InvariantCulture, $"{(whole == 0 ? 0 : 100.0 * part / whole):F1} %");

    private static double? OrNull(LatencyHistogram delays, double share) => delays.Count == 0 ? null : Of(delays, share);
}
