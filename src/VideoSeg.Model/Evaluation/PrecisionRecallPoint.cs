namespace VideoSeg.Model.Evaluation;

/// <summary>Precision and recall at one threshold.</summary>
/// <param name="Threshold">Probability from which a pixel counts as polyp.</param>
/// <param name="Precision">Share of the marked pixels that are polyp.</param>
/// <param name="Recall">Share of the polyps' pixels that are marked.</param>
public readonly record struct PrecisionRecallPoint(double Threshold, double Precision, double Recall);
