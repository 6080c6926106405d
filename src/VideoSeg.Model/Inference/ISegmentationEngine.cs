using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Inference;

/// <summary>Pictures to probabilities, synchronously. Confined to the engine's thread, from construction to disposal.</summary>
internal interface ISegmentationEngine : IDisposable
{
    /// <summary>What runs. Does not change, so that any thread may read it.</summary>
    SegmenterInfo Info { get; }

    /// <summary>Segments a batch; the caller disposes the result.</summary>
    Segmentation Segment(ReadOnlySpan<ImagePlanes> pictures);
}
