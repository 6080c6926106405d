using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Output;

/// <summary>Turns each frame's probabilities into its mask and hands it to an output, which it owns.</summary>
internal sealed class MaskResults(PolypOptions polyps, IMaskOutput output) : IFrameResults
{
    private readonly MaskRaster _raster = new(polyps);

    /// <inheritdoc/>
    public IEnumerable<string> Notes => output.Notes;

    /// <inheritdoc/>
    public void Open() => output.Open();

    /// <inheritdoc/>
    public void Write(VideoFrame frame, Segmentation masks, PolypSet polyps) =>
        output.Write(_raster.Draw(masks, frame.Planes, frame.Field), frame.Index, frame.PresentationTime, frame.Duration);

    /// <inheritdoc/>
    public void Finish() => output.Finish();

    /// <inheritdoc/>
    public void Dispose() => output.Dispose();
}
