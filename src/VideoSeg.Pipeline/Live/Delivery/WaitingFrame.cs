using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>A frame that waits for the network, or that it looks at.</summary>
/// <param name="Slot">Where it came from.</param>
/// <param name="Frame">It, with a reference that goes with this.</param>
/// <param name="Number">Its number in its stream.</param>
/// <param name="CapturedAt">When it was decoded: a time stamp of the clock.</param>
internal readonly record struct WaitingFrame(HubSlot Slot, VideoFrame Frame, long Number, long CapturedAt);
