namespace VideoSeg.Model.Evaluation;

/// <summary>The result for one sample.</summary>
/// <param name="Name">The sample's name.</param>
/// <param name="Width">Width of the picture in pixels; all counts are at this size.</param>
/// <param name="Height">Height of the picture in pixels.</param>
/// <param name="Counts">Pixels told right and wrong.</param>
/// <param name="Scores">What follows from them.</param>
public sealed record SampleScores(string Name, int Width, int Height, ConfusionCounts Counts, ImageScores Scores);
