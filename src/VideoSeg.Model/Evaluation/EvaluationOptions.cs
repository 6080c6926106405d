using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Model.Evaluation;

/// <summary>How an evaluation is done.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Probability from which a pixel counts as polyp, above 0 and below 1. Default 0.5.</summary>
    [Range(0d, 1d, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public float Threshold { get; init; } = 0.5f;

    /// <summary>Smallest component that counts, as a share of the picture, 0 to 1; smaller ones are removed. Default 0: everything counts.</summary>
    [Range(0d, 1d)]
    public double MinArea { get; init; }

    /// <summary>Pictures handed to the network at a time, 1 to 256; the engine's own limit holds as well. Default (null): 1 on a CPU, 16 on a GPU.</summary>
    [Range(1, 256)]
    public int? Batch { get; init; }

    /// <summary>
    /// Sequence of each sample, by name; empty (default) where the pictures stand alone. The pictures of one sequence are drawn together for the
    /// intervals (<see cref="Bootstrap"/>), and scored by themselves too.
    /// </summary>
    public IReadOnlyDictionary<string, int> Sequences { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Whether to gather <see cref="EvaluationResult.Histogram"/>. Default no.</summary>
    public bool Histogram { get; init; }

    /// <summary>Smallest areas to try with every threshold (<see cref="ThresholdSweep"/>); empty (default) for no sweep.</summary>
    public ImmutableArray<double> SweepAreas { get; init; } = [];

    /// <summary>Pictures with the lowest Dice that are kept to look at, 0 to 1000. Default 0.</summary>
    [Range(0, 1000)]
    public int WorstCases { get; init; }

    /// <summary>Looks on; null (default) for nobody. Used in turn, never by two threads at a time.</summary>
    public IEvaluationObserver? Observer { get; init; }
}
