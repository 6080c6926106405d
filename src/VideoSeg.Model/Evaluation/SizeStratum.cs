using System.Collections.Immutable;

namespace VideoSeg.Model.Evaluation;

/// <summary>Pictures whose polyps cover about the same share of them, all polyps of a picture together.</summary>
/// <param name="Name">What they are called.</param>
/// <param name="From">Smallest share of the picture.</param>
/// <param name="Below">The share from which the next stratum begins.</param>
public sealed record SizeStratum(string Name, double From, double Below)
{
    /// <summary>All of them; every picture is in exactly one.</summary>
    public static ImmutableArray<SizeStratum> All { get; } =
    [
        new("no polyp", 0, double.Epsilon),
        new("tiny, below 1 %", double.Epsilon, 0.01),
        new("small, 1 to 5 %", 0.01, 0.05),
        new("medium, 5 to 15 %", 0.05, 0.15),
        new("large, from 15 %", 0.15, double.PositiveInfinity),
    ];

    /// <summary>Whether a picture belongs here.</summary>
    /// <param name="polypShare">Share of it that is polyp, 0 to 1.</param>
    public bool Contains(double polypShare) => polypShare >= From && polypShare < Below;
}
