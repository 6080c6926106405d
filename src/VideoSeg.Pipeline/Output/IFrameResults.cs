using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Output;

/// <summary>
/// Takes what was found in each frame, in order, and keeps it in a file. Used by one thread at a time. Disposed without
/// <see cref="Finish"/> it leaves what was written so far, readable.
/// </summary>
public interface IFrameResults : IDisposable
{
    /// <summary>Takes the results of one frame; everything handed over is the caller's and only valid during the call.</summary>
    /// <exception cref="Model.VideoSegException">The file cannot be written (<see cref="Model.FaultKind.Output"/>).</exception>
    void Write(VideoFrame frame, Segmentation masks, PolypSet polyps);

    /// <summary>All frames were handed over.</summary>
    void Finish();
}
