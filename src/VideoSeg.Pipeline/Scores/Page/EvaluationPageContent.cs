using System.Collections.Immutable;
using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Inference;

namespace VideoSeg.Pipeline.Scores.Page;

/// <summary>Everything that the report of an evaluation tells.</summary>
public sealed record EvaluationPageContent
{
    /// <summary>What was found.</summary>
    public required EvaluationResult Result { get; init; }

    /// <summary>What it comes to.</summary>
    public required EvaluationSummary Summary { get; init; }

    /// <summary>How it was done.</summary>
    public required EvaluationOptions Options { get; init; }

    /// <summary>What ran the network.</summary>
    public required SegmenterInfo Segmenter { get; init; }

    /// <summary>As video; null where the pictures stand alone.</summary>
    public VideoScores? Video { get; init; }

    /// <summary>Name of the data set.</summary>
    public required string DataSet { get; init; }

    /// <summary>The command line.</summary>
    public required string Command { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset Ended { get; init; }

    /// <summary>SHA-256 of the file of weights, lower case.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>Further settings, by the names of their options.</summary>
    public ImmutableArray<(string Name, string Value)> Settings { get; init; } = [];

    /// <summary>The same for programs, as JSON whose <c>&lt;</c> and <c>&gt;</c> are escaped.</summary>
    public required string Json { get; init; }
}
