using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Pipeline.Segment;

/// <summary>What of a probability plane counts as a polyp.</summary>
public sealed record PolypOptions
{
    /// <summary>Probability from which a cell belongs to a polyp; above 0 and below 1. Default 0.5.</summary>
    [Range(0d, 1d, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public float Threshold { get; init; } = 0.5f;

    /// <summary>
    /// Smallest polyp, as a share (0 to 1) of the picture, or of its region where one is set. Smaller ones are neither drawn nor counted.
    /// Default 0.0005: 86 pixels at 480 x 360, 460 pixels at 1280 x 720.
    /// </summary>
    [Range(0d, 1d)]
    public double MinArea { get; init; } = 0.0005;

    /// <summary>What was asked for, and for the rest what the weights say; where these leave the smallest area open (0) it is this type's default.</summary>
    /// <param name="networkThreshold">What the weights say.</param>
    /// <param name="networkMinArea">Likewise.</param>
    /// <param name="threshold">What was asked for; null for nothing.</param>
    /// <param name="minArea">Likewise.</param>
    public static PolypOptions Of(float networkThreshold, double networkMinArea, float? threshold = null, double? minArea = null)
    {
        var polyps = new PolypOptions { Threshold = threshold ?? networkThreshold };
        double area = minArea ?? networkMinArea;
        return minArea is not null || area > 0 ? polyps with { MinArea = area } : polyps;
    }
}
