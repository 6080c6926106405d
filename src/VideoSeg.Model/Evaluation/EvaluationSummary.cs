using System.Collections.Immutable;
using System.Globalization;

namespace VideoSeg.Model.Evaluation;

/// <summary>What an evaluation comes to.</summary>
public sealed record EvaluationSummary
{
    /// <summary>The mean of each score, in the order of <see cref="ScoreKind.All"/>.</summary>
    public required ImmutableArray<ScoreInterval> Means { get; init; }

    /// <summary>How the intervals were found.</summary>
    public required BootstrapOptions Bootstrap { get; init; }

    /// <summary>Whether sequences were drawn for the intervals, rather than pictures.</summary>
    public bool IsBySequence => !Sequences.IsEmpty;

    /// <summary>The pictures by size of their polyps; strata without a picture are left out.</summary>
    public required ImmutableArray<PictureGroup> Sizes { get; init; }

    /// <summary>The pictures by sequence, in the order of their numbers; without intervals, for frames of one sequence are no independent evidence. Empty where there are no sequences.</summary>
    public required ImmutableArray<PictureGroup> Sequences { get; init; }

    /// <summary>Each class by itself; empty where classes were not told apart.</summary>
    public required ImmutableArray<ClassScores> Classes { get; init; }

    /// <summary>Pictures whose masks hold classes, which <see cref="Classes"/> is over.</summary>
    public int ClassPictures { get; init; }

    /// <summary>Pictures without a polyp; null where there are none.</summary>
    public required EmptyPictures? Empty { get; init; }

    /// <summary>Pictures with a polyp of which no pixel was found.</summary>
    public required int Missed { get; init; }

    /// <summary>Sums samples up; takes as long as the intervals need.</summary>
    public static EvaluationSummary Of(ImmutableArray<SampleScores> samples, BootstrapOptions? options = null, ImmutableArray<string> classes = default)
    {
        options ??= new BootstrapOptions();
        IReadOnlyList<int>? groups = SampleScores.Groups(samples);
        return new EvaluationSummary
        {
            Means = Evaluation.Bootstrap.Intervals([.. ScoreKind.All.Select(kind => samples.Select(s => kind.Of(s.Scores)).ToArray())], groups, options),
            Bootstrap = options,
            Sizes = [.. SizeStratum.All
                .Select(stratum => (stratum.Name, Samples: samples.Where(s => stratum.Contains(s.PolypShare)).ToList()))
                .Where(stratum => stratum.Samples.Count > 0)
                .Select(stratum => PictureGroup.Of(stratum.Name, stratum.Samples, options))],
            Sequences = groups is null ? [] : [.. samples.GroupBy(s => s.Sequence!.Value).OrderBy(group => group.Key)
                .Select(group => PictureGroup.Of(group.Key.ToString(CultureInfo.InvariantCulture), [.. group], options))],
            Classes = classes.IsDefaultOrEmpty || classes.Length == 1 ? [] : ClassScores.Of(samples, classes, options),
            ClassPictures = classes.IsDefaultOrEmpty || classes.Length == 1 ? 0 : samples.Count(s => s.Classes.Length == classes.Length),
            Empty = EmptyPictures.Among(samples, options),
            Missed = samples.Count(s => s.IsMissed),
        };
    }
}
