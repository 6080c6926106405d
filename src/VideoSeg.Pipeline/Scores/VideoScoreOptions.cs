using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tracking;

namespace VideoSeg.Pipeline.Scores;

/// <summary>How pictures that are frames are scored as video.</summary>
public sealed record VideoScoreOptions
{
    /// <summary>Frames a second, 1 / <see cref="SteadyOptions.MaxGap"/> (else no polyp would be followed from one to the next) to 1000.</summary>
    [Range(0d, 1000d, MinimumIsExclusive = true)]
    public required double FramesPerSecond { get; init; }

    /// <summary>Sequence of each picture, by name; a picture that is not named, and every one where none is, belongs to the sequence 0.</summary>
    public IReadOnlyDictionary<string, int> Sequences { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>What counts as a polyp, as in <c>process</c>.</summary>
    public PolypOptions Polyps { get; init; } = new();

    /// <summary>
    /// Smallest polyp of the truth, as a share (0 to 1) of the picture, whatever counts as a mark. What is smaller is no polyp to be found, and a mark on it no
    /// false alarm. Default 0.0005.
    /// </summary>
    [Range(0d, 1d)]
    public double TruthMinArea { get; init; } = 0.0005;

    /// <summary>How masks are steadied and polyps followed, as in <c>process</c>; not <see cref="SteadyOptions.Enabled"/> = false, for without following there are no alarms to count.</summary>
    public SteadyOptions Steady { get; init; } = new();

    /// <summary>Frames in a row in which a polyp must be marked for the stricter sensitivity, 1 to 1000. Default 3.</summary>
    [Range(1, 1000)]
    public int Consecutive { get; init; } = 3;
}
