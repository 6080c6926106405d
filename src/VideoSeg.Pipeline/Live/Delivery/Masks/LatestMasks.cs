using VideoSeg.Pipeline.Live.Delivery.Motion;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Live.Delivery.Masks;

/// <summary>The newest masks there are, moved along from frame to frame.</summary>
internal sealed class LatestMasks(AnalysedFrames analysed, MotionMemory motion) : IMaskChoice
{
    private readonly PolypSet _polyps = new();
    private AnalysedFrame? _source;
    private long _at;

    /// <inheritdoc/>
    public AnalysedFrame? Choose(long number, long capturedAt, in PixelRectangle limits, PolypSet polyps)
    {
        if (analysed.Newest is { } newest && newest.Number != _source?.Number && analysed.CopyNewest(_polyps) is { } copied)
        {
            (_source, _at) = (copied, copied.Number);
        }

        if (_source is { } source && motion.TryCarry(_polyps, _at, number))
        {
            CarriedPolyps.Settle(_polyps, isCarried: source.Number != number, limits);
            _at = number;
            polyps.CopyFrom(_polyps);
            return source;
        }

        // Masks of another view are never shown, and never come back: _at stays behind the cut.
        polyps.Clear();
        return null;
    }
}
