using System.Collections.Immutable;

namespace VideoSeg.Model.Evaluation;

/// <summary>How well one class of polyp was told from all else.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dice">Mean Dice over all pictures whose masks hold classes; 1 where neither truth nor prediction holds the class.</param>
/// <param name="IoU">Mean IoU, likewise.</param>
/// <param name="Present">Pictures that hold it in truth.</param>
/// <param name="PresentDice">Mean Dice over those alone.</param>
/// <param name="PresentIoU">Mean IoU over those alone.</param>
/// <param name="FalsePositives">Pictures that do not hold it and in which it was marked.</param>
public sealed record ClassScores(
    string Name, ScoreInterval Dice, ScoreInterval IoU, int Present, ScoreInterval PresentDice, ScoreInterval PresentIoU, int FalsePositives)
{
    /// <summary>Of each class, over those samples whose masks hold classes; none where none does.</summary>
    public static ImmutableArray<ClassScores> Of(IReadOnlyList<SampleScores> samples, IReadOnlyList<string> names, BootstrapOptions options)
    {
        List<SampleScores> told = [.. samples.Where(s => s.Classes.Length == names.Count)];
        return told.Count == 0 ? [] : [.. names.Select((name, c) => Of(told, name, c, options))];
    }

    private static ClassScores Of(IReadOnlyList<SampleScores> samples, string name, int c, BootstrapOptions options)
    {
        List<SampleScores> present = [.. samples.Where(s => s.Classes[c].TruePositives + s.Classes[c].FalseNegatives > 0)];
        ImmutableArray<ScoreInterval> all = Intervals(samples, c, options), those = Intervals(present, c, options);
        return new(name, all[0], all[1], present.Count, those[0], those[1], samples.Count(s => s.Classes[c] is { TruePositives: 0, FalseNegatives: 0, FalsePositives: > 0 }));
    }

    private static ImmutableArray<ScoreInterval> Intervals(IReadOnlyList<SampleScores> samples, int c, BootstrapOptions options)
    {
        ImageScores[] scores = [.. samples.Select(s => ImageScores.From(s.Classes[c]))];
        return Bootstrap.Intervals([[.. scores.Select(s => s.Dice)], [.. scores.Select(s => s.IoU)]], SampleScores.Groups(samples), options);
    }
}
