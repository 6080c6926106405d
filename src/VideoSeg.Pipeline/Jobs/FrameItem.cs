using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Jobs;

/// <summary>
/// What travels through a pipeline: a frame with all that is known of it, and the packets of other tracks that were read before it, so that
/// they keep their places. Owned by the stage that holds it; made again and again by its <see cref="FrameItemPool"/>.
/// </summary>
internal sealed class FrameItem
{
    /// <summary>The frame; null for packets that came after the last one.</summary>
    public VideoFrame? Frame { get; set; }

    /// <summary>The frame as it was before it was drawn on, which the item owns; null where nobody asks.</summary>
    public VideoFrame? Source { get; set; }

    /// <summary>Packets to be written before the frame.</summary>
    public List<MediaPacket> Packets { get; } = [];

    /// <summary>The network's answer to come; null before it was asked and once it is there. The frame must live until then.</summary>
    public Task<Segmentation>? Asked { get; set; }

    /// <summary>The frame as the network is given it; kept for the next frame.</summary>
    public ImagePlanes[] Pictures { get; } = new ImagePlanes[1];

    /// <summary>The frame's masks, which the item owns; null before it was segmented.</summary>
    public Segmentation? Masks { get; set; }

    /// <summary>The polyps found in the frame.</summary>
    public PolypSet Polyps { get; } = new();

    /// <summary>Which pixels of the frame were drawn on; null where nobody asks. Kept for the next frame.</summary>
    public TouchedMask? Touched { get; set; }

    /// <summary>Time stamp of the clock when the frame was decoded.</summary>
    public long CapturedAt { get; set; }

    /// <summary>Gives back everything it holds.</summary>
    public void Clear()
    {
        Frame?.Dispose();
        Frame = null;
        Source?.Dispose();
        Source = null;
        foreach (MediaPacket packet in Packets)
        {
            packet.Dispose();
        }

        Packets.Clear();
        Masks?.Dispose();
        Masks = null;
        Polyps.Clear();
    }
}
