using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Model.Synthesis;

/// <summary>What a rendered colon is like; what is not set here comes from the seed. Lengths in millimetres.</summary>
public sealed record ColonOptions
{
    /// <summary>The shortest journey, in seconds.</summary>
    public const double ShortestDuration = 0.1;

    /// <summary>The longest journey, in seconds.</summary>
    public const double LongestDuration = 600;

    /// <summary>Length of the journey in seconds, <see cref="ShortestDuration"/> to <see cref="LongestDuration"/>. Default 10.</summary>
    [Range(ShortestDuration, LongestDuration)]
    public double Duration { get; init; } = 10;

    /// <summary>Mean radius of the lumen, 14 to 32. Default 22.</summary>
    [Range(14.0, 32.0)]
    public double LumenRadius { get; init; } = 22;

    /// <summary>How strongly the tube winds: 0 straight, 1 sharp flexures. Default 0.85.</summary>
    [Range(0.0, 1.0)]
    public double Curvature { get; init; } = 0.85;

    /// <summary>Mean distance between folds, 18 to 40. Default 24.</summary>
    [Range(18.0, 40.0)]
    public double FoldSpacing { get; init; } = 24;

    /// <summary>Mean height of the folds as a part of the lumen's radius, 0 to 0.7. Default 0.55.</summary>
    [Range(0.0, 0.7)]
    public double FoldDepth { get; init; } = 0.55;

    /// <summary>The most polyps there may be, 0 up. They are met every three to five seconds until there are no more. Default unlimited.</summary>
    [Range(0, int.MaxValue)]
    public int MaxPolyps { get; init; } = int.MaxValue;

    /// <summary>Radius of the smallest polyps' heads, 2 to 14. Default 6.</summary>
    [Range(2.0, 14.0)]
    public double SmallestPolyp { get; init; } = 6;

    /// <summary>Radius of the largest polyps' heads, 2 to 14. Default 9.5.</summary>
    [Range(2.0, 14.0)]
    public double LargestPolyp { get; init; } = 9.5;
}
