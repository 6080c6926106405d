using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Model.Evaluation;

/// <summary>How an evaluation is done.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Probability from which a pixel counts as polyp, above 0 and below 1. Default 0.5.</summary>
    [Range(0, 1, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public float Threshold { get; init; } = 0.5f;

    /// <summary>Pictures handed to the network at a time, 1 to 256; the engine's own limit holds as well. Default (null): 1 on a CPU, 16 on a GPU.</summary>
    [Range(1, 256)]
    public int? Batch { get; init; }

    /// <summary>
    /// Sequence of each sample, by name; empty (default) where the pictures stand alone. The pictures of one sequence are drawn together for the
    /// intervals (<see cref="Bootstrap"/>), and scored by themselves too.
    /// </summary>
    public IReadOnlyDictionary<string, int> Sequences { get; init; } = ImmutableDictionary<string, int>.Empty;
}
