namespace VideoSeg.Model.Evaluation;

/// <summary>How well a threshold and a smallest area do.</summary>
/// <param name="Threshold">Probability from which a pixel counts as polyp.</param>
/// <param name="MinArea">Smallest component that is kept, as a share of the picture.</param>
/// <param name="Mean">The mean scores over the pictures.</param>
/// <param name="Missed">Pictures with a polyp of which no pixel was found.</param>
/// <param name="MarkedEmpty">Pictures without a polyp in which something was marked.</param>
public sealed record SweepPoint(float Threshold, double MinArea, ImageScores Mean, int Missed, int MarkedEmpty);
