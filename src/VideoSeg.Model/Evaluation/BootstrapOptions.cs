using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Model.Evaluation;

/// <summary>How intervals of means are found.</summary>
public sealed record BootstrapOptions
{
    /// <summary>How often the pictures are drawn anew, 100 to 100,000. Default 2,000.</summary>
    [Range(100, 100_000)]
    public int Resamples { get; init; } = 2000;

    /// <summary>Share of the resamples' means that lies in the interval, above 0 and below 1. Default 0.95.</summary>
    [Range(0d, 1d, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Confidence { get; init; } = 0.95;

    /// <summary>What the drawing starts from; equal seeds give equal intervals. Default 1.</summary>
    public int Seed { get; init; } = 1;
}
