using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Live.Delivery.Masks;

/// <summary>Chooses the masks that a frame is shown with. Not for two threads at a time.</summary>
internal interface IMaskChoice
{
    /// <summary>The polyps for a frame, moved to where they lie in it.</summary>
    /// <param name="number">The frame's number.</param>
    /// <param name="capturedAt">When it was decoded: a time stamp of the clock.</param>
    /// <param name="limits">The pixels in which polyps can lie.</param>
    /// <param name="polyps">Emptied and filled.</param>
    /// <returns>The analysed frame that they come from; null where none shows the same view.</returns>
    AnalysedFrame? Choose(long number, long capturedAt, in PixelRectangle limits, PolypSet polyps);
}
