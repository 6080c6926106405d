using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Bench.Live;

/// <summary>Says nothing: the numbers tell.</summary>
internal sealed class SilentObserver : ILiveObserver
{
    public void SourceChanged(string stream, LiveSourceStatus status)
    {
    }

    public void OutletChanged(string stream, LiveOutletStatus status)
    {
    }

    public void SegmentationChanged(string stream, SegmentationState state, string reason)
    {
    }
}
