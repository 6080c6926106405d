using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>Takes what a live source gives. Calls never overlap, but may come from different threads.</summary>
public interface ILiveFrameReceiver
{
    /// <summary>Takes a decoded frame. The receiver owns it from now on. Should return within milliseconds: frames that come meanwhile are given up but for the newest.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="capturedAt">When it was decoded: a time stamp of the clock.</param>
    void Accept(VideoFrame frame, long capturedAt);

    /// <summary>Takes a slate, shown while no frames come. The receiver owns it from now on; the same picture may come again, hence it is to be read only.</summary>
    void AcceptSlate(VideoFrame slate, long capturedAt);

    /// <summary>Is told that frames were decoded but given up, because the receiver was still busy with an earlier one. Comes before the frame that took their place.</summary>
    /// <param name="frames">How many, at least 1.</param>
    void DroppedLate(int frames)
    {
    }

    /// <summary>Is told that the source has changed.</summary>
    void SourceChanged(LiveSourceStatus status);
}
