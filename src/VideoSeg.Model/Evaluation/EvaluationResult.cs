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

    /// <summary>Sums the samples up, with intervals.</summary>
    public EvaluationSummary Summarise(BootstrapOptions? options = null) => EvaluationSummary.Of(Samples, options);
}
