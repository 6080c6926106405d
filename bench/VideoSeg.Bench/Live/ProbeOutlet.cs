using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Bench.Live;

/// <summary>Notes of each coded frame when it was decoded, when it was handed over, and whether its polyp was marked. Its thread does the looking.</summary>
internal sealed class ProbeOutlet(string stream, CodedVideo video, LiveContext context) : LiveOutlet(stream, "probe", "probe", 30, context)
{
    private readonly ProbedFrame[] _frames = new ProbedFrame[video.Polyps.Length];

    /// <summary>By number of the coded frame. To be read once the outlet is disposed.</summary>
    public ReadOnlySpan<ProbedFrame> Frames => _frames;

    /// <summary>Frames whose number could not be read.</summary>
    public int Unread { get; private set; }

    protected override OutletDropReason? Deliver(LiveFrame frame)
    {
        SetState(LiveOutletState.Running, "");
        if (frame.IsSlate)
        {
            return null;
        }

        // Until the field of view is known, a mark may lie on the number.
        if (FrameCode.Read(frame.Pick(LiveRendition.Original).Planes) is not { } number || number >= _frames.Length)
        {
            Unread++;
            return null;
        }

        _frames[number] = new ProbedFrame(frame.CapturedAt, frame.HandedOverAt, frame.State, frame.MaskAge, Marks(frame.Polyps, video.Polyps[number]));
        return null;
    }

    private static bool Marks(PolypSet polyps, PixelRegion? polyp)
    {
        if (polyp is { } box)
        {
            foreach (ref readonly Detection detection in polyps.Detections)
            {
                PixelRegion mark = detection.Box;
                if (mark.X < box.X + box.Width && box.X < mark.X + mark.Width && mark.Y < box.Y + box.Height && box.Y < mark.Y + mark.Height)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
