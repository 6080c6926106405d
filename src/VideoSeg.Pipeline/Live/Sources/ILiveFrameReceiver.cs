using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>Takes what a live source gives. Calls never overlap, but may come from different threads.</summary>
public interface ILiveFrameReceiver
{
    /// <summary>Takes a decoded frame. The receiver owns it from now on. Must return within milliseconds: the source waits.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="capturedAt">When it was decoded: a time stamp of the clock.</param>
    void Accept(VideoFrame frame, long capturedAt);

    /// <summary>Takes a slate, shown while no frames come. The receiver owns it from now on.</summary>
    void AcceptSlate(VideoFrame slate, long capturedAt);

    /// <summary>Is told that the source has changed.</summary>
    void SourceChanged(LiveSourceStatus status);
}
