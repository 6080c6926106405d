using VideoSeg.Pipeline.Live.Delivery.Motion;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Live.Delivery.Masks;

/// <summary>A frame's own masks, or those of the nearest analysed frame of the same view before or behind it, moved to it.</summary>
internal sealed class SynchronisedMasks(AnalysedFrames analysed, MotionMemory motion, TimeProvider time) : IMaskChoice
{
    /// <inheritdoc/>
    public AnalysedFrame? Choose(long number, long capturedAt, in PixelRectangle limits, PolypSet polyps)
    {
        (AnalysedFrame? earlier, AnalysedFrame? later) = analysed.Around(number);
        bool laterFirst = later is { } b && (earlier is not { } a || time.GetElapsedTime(capturedAt, b.CapturedAt) < time.GetElapsedTime(a.CapturedAt, capturedAt));
        return TryMove(laterFirst ? later : earlier, number, limits, polyps) ?? TryMove(laterFirst ? earlier : later, number, limits, polyps);
    }

    private AnalysedFrame? TryMove(in AnalysedFrame? source, long number, in PixelRectangle limits, PolypSet polyps)
    {
        if (source is { } frame && analysed.TryCopy(frame.Number, polyps) && motion.TryCarry(polyps, frame.Number, number))
        {
            CarriedPolyps.Settle(polyps, isCarried: frame.Number != number, limits);
            return frame;
        }

        polyps.Clear();
        return null;
    }
}
