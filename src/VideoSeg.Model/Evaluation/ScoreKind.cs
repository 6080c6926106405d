using System.Collections.Immutable;

namespace VideoSeg.Model.Evaluation;

/// <summary>One of the scores of <see cref="ImageScores"/>, by name.</summary>
/// <param name="Key">Its name for programs.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Of">Takes it out.</param>
public sealed record ScoreKind(string Key, string Title, Func<ImageScores, double> Of)
{
    /// <summary>All of them, in the order in which they are shown.</summary>
    public static ImmutableArray<ScoreKind> All { get; } =
    [
        new("dice", "Dice", s => s.Dice),
        new("iou", "IoU", s => s.IoU),
        new("precision", "precision", s => s.Precision),
        new("recall", "recall", s => s.Recall),
        new("f2", "F2", s => s.F2),
        new("miou2", "two-class mIoU", s => s.TwoClassIoU),
    ];
}
