using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>A frame that waits for the network, or that it looks at.</summary>
/// <param name="Slot">Where it came from.</param>
/// <param name="Frame">It, with a reference that goes with this.</param>
/// <param name="Number">Its number in its stream.</param>
/// <param name="CapturedAt">When it was decoded: a time stamp of the clock.</param>
/// <param name="OfferedAt">When it was offered to the network: a time stamp of the clock.</param>
internal readonly record struct WaitingFrame(HubSlot Slot, VideoFrame Frame, long Number, long CapturedAt, long OfferedAt)
{
    /// <summary>Since when a frame of its stream waits, this one or an earlier one in whose place it came: a time stamp of the clock.</summary>
    public long Since { get; init; } = OfferedAt;
}
