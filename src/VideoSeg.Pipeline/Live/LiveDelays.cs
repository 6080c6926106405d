namespace VideoSeg.Pipeline.Live;

/// <summary>Times of a live stream in its last seconds.</summary>
/// <param name="Window">How far back is looked.</param>
/// <param name="Added">From a frame decoded to the frame handed to the outlets.</param>
/// <param name="Annotation">From an analysed frame decoded to the first frame handed over that shows its masks.</param>
/// <param name="MaskAge">Age of the masks of frames that had some.</param>
/// <param name="FramesPerSecond">Frames handed over, slates not counted.</param>
/// <param name="AnalysedPerSecond">Frames that the network looked at.</param>
public sealed record LiveDelays(
    TimeSpan Window, DurationSummary Added, DurationSummary Annotation, DurationSummary MaskAge, double FramesPerSecond, double AnalysedPerSecond);
