namespace VideoSeg.Pipeline.Live;

/// <summary>What the network did with a live stream's frames so far.</summary>
/// <param name="Offered">Offered to it.</param>
/// <param name="Analysed">Looked at.</param>
/// <param name="Skipped">Given up because a newer one came first.</param>
/// <param name="Failed">It failed on them, or hung.</param>
/// <param name="Faults">Times that polyps, motion or field could not be found in a frame because of a fault beside the network.</param>
public sealed record LiveSegmentationCounts(long Offered, long Analysed, long Skipped, long Failed, long Faults);
