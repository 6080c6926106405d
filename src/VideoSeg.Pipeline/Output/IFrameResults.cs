using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Output;

/// <summary>
/// Takes what was found in each frame, in order, and keeps it in a file. Used by one thread at a time. Disposed before <see cref="Open"/> it
/// leaves everything as it was; disposed without <see cref="Finish"/> what was written so far, readable.
/// </summary>
public interface IFrameResults : IDisposable
{
    /// <summary>For people: in what the file differs from what was handed over. Complete once it is finished.</summary>
    IEnumerable<string> Notes => [];

    /// <summary>Whether it is handed frames before anything is drawn on them. Default false: as they are encoded.</summary>
    bool TakesUndrawn => false;

    /// <summary>Whether it is told, by <see cref="WriteTouched"/>, which pixels of each frame were drawn on. Default false.</summary>
    bool TakesTouched => false;

    /// <summary>Begins: what was there before is replaced now. Once, before the first frame.</summary>
    /// <exception cref="Model.VideoSegException">The file cannot be written (<see cref="Model.FaultKind.Output"/>).</exception>
    void Open();

    /// <summary>Takes the results of one frame; everything handed over is the caller's and only valid during the call.</summary>
    /// <exception cref="Model.VideoSegException">The file cannot be written (<see cref="Model.FaultKind.Output"/>).</exception>
    void Write(VideoFrame frame, Segmentation masks, PolypSet polyps);

    /// <summary>Takes the pixels of a frame that were drawn on, after <see cref="Write"/>; the caller's, and only valid during the call.</summary>
    /// <exception cref="Model.VideoSegException">The file cannot be written (<see cref="Model.FaultKind.Output"/>).</exception>
    void WriteTouched(VideoFrame frame, TouchedMask touched)
    {
    }

    /// <summary>All frames were handed over.</summary>
    void Finish();

    /// <summary>The whole job has ended without a failure; after <see cref="Finish"/>. For what tells of the job itself.</summary>
    /// <exception cref="Model.VideoSegException">The file cannot be written (<see cref="Model.FaultKind.Output"/>).</exception>
    void Conclude(FileJobReport report)
    {
    }
}
