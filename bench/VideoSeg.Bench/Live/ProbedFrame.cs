using VideoSeg.Pipeline.Live;

namespace VideoSeg.Bench.Live;

/// <summary>What was seen of a coded frame; all zero where it never came.</summary>
/// <param name="CapturedAt">When it was decoded: a time stamp of the clock.</param>
/// <param name="HandedOverAt">When it was handed to the outlets.</param>
/// <param name="State">How far its marks could be relied on.</param>
/// <param name="MaskAge">Age of its masks.</param>
/// <param name="IsMarked">Whether a mark touches the polyp that is in it.</param>
internal readonly record struct ProbedFrame(
    long CapturedAt, long HandedOverAt, SegmentationState State, TimeSpan? MaskAge, bool IsMarked)
{
    /// <summary>Whether it came at all.</summary>
    public bool Came => HandedOverAt != 0;
}
