namespace VideoSeg.Model.Evaluation;

/// <summary>
/// How well the polyps of a picture were found, each value from 0 (worst) to 1 (best); or the mean of many pictures. Where neither mask nor
/// prediction holds a polyp every value is 1; where only one of them does, the values whose denominator is 0 are 0.
/// </summary>
/// <param name="Dice">2 TP / (2 TP + FP + FN), the F1 score of the pixels.</param>
/// <param name="IoU">TP / (TP + FP + FN), intersection over union of the polyp class.</param>
/// <param name="Precision">TP / (TP + FP): how much of what was marked is polyp.</param>
/// <param name="Recall">TP / (TP + FN): how much of the polyp was marked.</param>
/// <param name="F2">5 TP / (5 TP + 4 FN + FP): as Dice, with missed pixels weighing more.</param>
/// <param name="TwoClassIoU">Mean of <paramref name="IoU"/> and the background's intersection over union; the "mIoU" of the ResUNet++ paper.</param>
public readonly record struct ImageScores(double Dice, double IoU, double Precision, double Recall, double F2, double TwoClassIoU)
{
    /// <summary>The scores of one picture.</summary>
    public static ImageScores From(ConfusionCounts counts)
    {
        double tp = counts.TruePositives, fp = counts.FalsePositives, fn = counts.FalseNegatives, tn = counts.TrueNegatives;
        double empty = tp + fp + fn == 0 ? 1 : 0;
        double iou = Ratio(tp, tp + fp + fn, empty);
        return new(
            Ratio(2 * tp, (2 * tp) + fp + fn, empty),
            iou,
            Ratio(tp, tp + fp, empty),
            Ratio(tp, tp + fn, empty),
            Ratio(5 * tp, (5 * tp) + (4 * fn) + fp, empty),
            (iou + Ratio(tn, tn + fp + fn, 1)) / 2);
    }

    /// <summary>The mean over pictures, each weighing the same; of none: all values are not a number.</summary>
    public static ImageScores Mean(IReadOnlyCollection<ImageScores> scores) => new(
        Mean(scores, s => s.Dice), Mean(scores, s => s.IoU), Mean(scores, s => s.Precision),
        Mean(scores, s => s.Recall), Mean(scores, s => s.F2), Mean(scores, s => s.TwoClassIoU));

    private static double Mean(IReadOnlyCollection<ImageScores> scores, Func<ImageScores, double> select) =>
        scores.Count == 0 ? double.NaN : scores.Average(select);

    private static double Ratio(double part, double whole, double otherwise) => whole > 0 ? part / whole : otherwise;
}
