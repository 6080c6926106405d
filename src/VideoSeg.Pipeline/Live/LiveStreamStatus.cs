using System.Collections.Immutable;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Pipeline.Live;

/// <summary>How a live stream is, at one moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">Its source.</param>
/// <param name="Segmentation">How far its marks can be relied on.</param>
/// <param name="SegmentationReason">Why; empty where all is well.</param>
/// <param name="Captured">Frames decoded so far, slates not counted.</param>
/// <param name="Delivered">Frames handed to the outlets so far, slates not counted.</param>
/// <param name="Dropped">Frames given up so far, whatever the reason.</param>
/// <param name="Failed">Frames that failed so far.</param>
/// <param name="Outlets">Its outlets, by name.</param>
public sealed record LiveStreamStatus(
    string Name, LiveSourceStatus Source, SegmentationState Segmentation, string SegmentationReason,
    long Captured, long Delivered, long Dropped, long Failed, ImmutableArray<LiveOutletStatus> Outlets)
{
    /// <summary>What became of its frames, by reason and stage.</summary>
    public required LiveFrameCounts Frames { get; init; }

    /// <summary>What the network did with them.</summary>
    public required LiveSegmentationCounts Analysis { get; init; }

    /// <summary>Times of the last seconds.</summary>
    public required LiveDelays Delays { get; init; }

    /// <summary>The field of view, for people: <c>circle, 1180 x 1040 at 610, 20</c>, <c>the whole picture</c>, or why it is not known.</summary>
    public required string Field { get; init; }
}
