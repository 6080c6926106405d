using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Pipeline.Live;

/// <summary>Is told of what changes in live streams, on whatever thread it happens; must return at once and never throw. For logs.</summary>
public interface ILiveObserver
{
    /// <summary>A source came, went, or tries again.</summary>
    void SourceChanged(string stream, LiveSourceStatus status);

    /// <summary>An outlet came to work, lost its peer, failed or ended.</summary>
    void OutletChanged(string stream, LiveOutletStatus status);

    /// <summary>The marks of a stream can be relied on more, or less.</summary>
    void SegmentationChanged(string stream, SegmentationState state, string reason);
}
