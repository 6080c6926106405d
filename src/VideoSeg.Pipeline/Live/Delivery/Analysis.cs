using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>A frame that the network looked at.</summary>
/// <param name="Frame">It, with a reference that goes with this.</param>
/// <param name="Number">Its number in its stream.</param>
/// <param name="CapturedAt">When it was decoded: a time stamp of the clock.</param>
/// <param name="EndedAt">When the network was done: a time stamp of the clock.</param>
/// <param name="Masks">What the network made of it, of this one picture only.</param>
/// <param name="Network">What made them.</param>
internal readonly record struct Analysis(VideoFrame Frame, long Number, long CapturedAt, long EndedAt, Segmentation Masks, SegmenterInfo Network)
{
    /// <summary>Lets go of frame and masks.</summary>
    public void Dispose()
    {
        Masks.Dispose();
        Frame.Dispose();
    }
}
