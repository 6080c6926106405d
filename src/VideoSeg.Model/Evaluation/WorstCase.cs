namespace VideoSeg.Model.Evaluation;

/// <summary>A picture that was done badly, to look at.</summary>
/// <param name="Sample">What it is and how it was done.</param>
/// <param name="Jpeg">The picture with the outlines of truth and prediction (<see cref="CaseDrawing"/>).</param>
/// <param name="Width">Width of that picture in pixels.</param>
/// <param name="Height">Its height.</param>
public sealed record WorstCase(SampleScores Sample, byte[] Jpeg, int Width, int Height);
