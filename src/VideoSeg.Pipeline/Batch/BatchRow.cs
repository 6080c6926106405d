namespace VideoSeg.Pipeline.Batch;

/// <summary>What became of one recording of a batch.</summary>
/// <param name="Input">The recording.</param>
/// <param name="Output">The annotated recording.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Frames">Frames written.</param>
/// <param name="Seconds">Time it took.</param>
/// <param name="FramesWithPolyps">Frames with at least one polyp.</param>
/// <param name="Polyps">Polyps, each counted once; null where they were not followed.</param>
/// <param name="Message">Why it failed, or what is to be known of the result; empty: nothing.</param>
public sealed record BatchRow(
    string Input, string Output, BatchStatus Status, long Frames = 0, double Seconds = 0, long FramesWithPolyps = 0, int? Polyps = null, string Message = "");
