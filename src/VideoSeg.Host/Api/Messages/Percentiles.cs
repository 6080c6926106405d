using VideoSeg.Pipeline.Live;

namespace VideoSeg.Host.Api.Messages;

/// <summary>Some durations, in seconds.</summary>
/// <param name="P50">Half of them are not longer.</param>
/// <param name="P95">95 % are not longer.</param>
/// <param name="P99">99 % are not longer.</param>
/// <param name="Max">The longest.</param>
internal sealed record Percentiles(double P50, double P95, double P99, double Max)
{
    /// <summary>Null where there are none.</summary>
    public static Percentiles? Of(DurationSummary durations) => durations.Count == 0
        ? null
        : new Percentiles(durations.P50.TotalSeconds, durations.P95.TotalSeconds, durations.P99.TotalSeconds, durations.Maximum.TotalSeconds);
}
