using System.Collections.Immutable;

namespace VideoSeg.Model.Evaluation;

/// <summary>What an evaluation found.</summary>
/// <param name="Samples">One entry a sample, in the order given.</param>
/// <param name="PreprocessTime">Time spent in turning pictures into the network's input, all together.</param>
/// <param name="InferenceTime">Time spent in the network, all together.</param>
/// <param name="Elapsed">Time from start to end, decoding and scoring included.</param>
public sealed record EvaluationResult(
    ImmutableArray<SampleScores> Samples, TimeSpan PreprocessTime, TimeSpan InferenceTime, TimeSpan Elapsed)
{
    /// <summary>The mean of the samples' scores, each picture weighing the same.</summary>
    public ImageScores Mean { get; } = ImageScores.Mean([.. Samples.Select(s => s.Scores)]);

    /// <summary>Names of the classes, as the network has them.</summary>
    public ImmutableArray<string> ClassNames { get; init; } = [];

    /// <summary>Why classes were not told apart although the network does, as the first picture where they were not says; null where they were in all, or there is but one.</summary>
    public string? ClassFault { get; init; }

    /// <summary>The probabilities of all pixels; null where they were not asked for (<see cref="EvaluationOptions.Histogram"/>).</summary>
    public PixelHistogram? Histogram { get; init; }

    /// <summary>The scores at other thresholds and smallest areas; empty where they were not asked for (<see cref="EvaluationOptions.SweepAreas"/>).</summary>
    public ImmutableArray<SweepPoint> Sweep { get; init; } = [];

    /// <summary>The pictures with the lowest Dice, the worst first (<see cref="EvaluationOptions.WorstCases"/>).</summary>
    public ImmutableArray<WorstCase> Worst { get; init; } = [];

    /// <summary>Sums the samples up, with intervals.</summary>
    public EvaluationSummary Summarise(BootstrapOptions? options = null) => EvaluationSummary.Of(Samples, options, ClassNames);
}
