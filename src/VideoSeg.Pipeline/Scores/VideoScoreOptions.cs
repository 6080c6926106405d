using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tracking;

namespace VideoSeg.Pipeline.Scores;

/// <summary>How pictures that are frames are scored as video.</summary>
public sealed record VideoScoreOptions
{
    /// <summary>Frames a second, above 0, at most 1000.</summary>
    [Range(0d, 1000d, MinimumIsExclusive = true)]
    public required double FramesPerSecond { get; init; }

    /// <summary>Sequence of each picture, by name; a picture that is not named, and every one where none is, belongs to the sequence 0.</summary>
    public IReadOnlyDictionary<string, int> Sequences { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>What counts as a polyp, as in <c>process</c>.</summary>
    public PolypOptions Polyps { get; init; } = new();

    /// <summary>How masks are steadied and polyps followed, as in <c>process</c>.</summary>
    public SteadyOptions Steady { get; init; } = new();

    /// <summary>Frames in a row in which a polyp must be marked for the stricter sensitivity, 1 to 1000. Default 3.</summary>
    [Range(1, 1000)]
    public int Consecutive { get; init; } = 3;
}
