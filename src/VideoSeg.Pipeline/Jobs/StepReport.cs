using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Jobs;

/// <summary>How long a step took for each frame; percentiles to within 1.6 %.</summary>
/// <param name="Name">decode, preprocess, inference, overlay, output, encode or total.</param>
/// <param name="Median">Half of the frames took no longer.</param>
/// <param name="Percentile95">95 % took no longer.</param>
/// <param name="Percentile99">99 % took no longer.</param>
/// <param name="Maximum">The longest.</param>
public sealed record StepReport(string Name, TimeSpan Median, TimeSpan Percentile95, TimeSpan Percentile99, TimeSpan Maximum)
{
    /// <summary>Reads the percentiles off a histogram.</summary>
    public static StepReport Of(string name, LatencyHistogram histogram) =>
        new(name, histogram.Percentile(0.5), histogram.Percentile(0.95), histogram.Percentile(0.99), histogram.Maximum);
}
