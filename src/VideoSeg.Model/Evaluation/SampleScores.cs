using System.Collections.Immutable;

namespace VideoSeg.Model.Evaluation;

/// <summary>The result for one sample.</summary>
/// <param name="Name">The sample's name.</param>
/// <param name="Width">Width of the picture in pixels; all counts are at this size.</param>
/// <param name="Height">Height of the picture in pixels.</param>
/// <param name="Counts">Pixels told right and wrong.</param>
/// <param name="Scores">What follows from them.</param>
public sealed record SampleScores(string Name, int Width, int Height, ConfusionCounts Counts, ImageScores Scores)
{
    /// <summary>Number of the sequence that the picture is a frame of; null where there are no sequences.</summary>
    public int? Sequence { get; init; }

    /// <summary>Pixels told right and wrong of each class but the background; empty where classes are not told apart.</summary>
    public ImmutableArray<ConfusionCounts> Classes { get; init; } = [];

    /// <summary>Share of the picture that is polyp in truth, 0 to 1.</summary>
    public double PolypShare => (double)(Counts.TruePositives + Counts.FalseNegatives) / ((long)Width * Height);

    /// <summary>Share of the picture that was marked as polyp, 0 to 1.</summary>
    public double MarkedShare => (double)(Counts.TruePositives + Counts.FalsePositives) / ((long)Width * Height);

    /// <summary>Whether the picture shows no polyp.</summary>
    public bool IsEmpty => Counts.TruePositives + Counts.FalseNegatives == 0;

    /// <summary>Whether there is a polyp of which no pixel was found.</summary>
    public bool IsMissed => !IsEmpty && Counts.TruePositives == 0;

    /// <summary>The sequences of samples, to draw them together (<see cref="Bootstrap"/>); null where they have none.</summary>
    public static IReadOnlyList<int>? Groups(IReadOnlyList<SampleScores> samples) =>
        samples.Count > 0 && samples.All(s => s.Sequence is not null) ? [.. samples.Select(s => s.Sequence!.Value)] : null;
}
