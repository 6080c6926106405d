namespace VideoSeg.Pipeline.Tracking;

/// <summary>How steady the masks and tracks of a recording are.</summary>
/// <param name="MeanOverlap">Mean intersection over union of neighbouring frames' masks, the picture's motion taken out; null where there was none to compare.</param>
/// <param name="BreaksPerMinute">How often a minute of the recording a polyp was lost and found again.</param>
/// <param name="Polyps">Polyps, each counted once.</param>
public sealed record Steadiness(double? MeanOverlap, double BreaksPerMinute, int Polyps);
