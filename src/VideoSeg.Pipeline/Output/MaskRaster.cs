using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Output;

/// <summary>
/// Makes the mask of a picture at its own size: 255 where the probability of all classes together (<see cref="ForegroundPlane"/>), enlarged bilinearly, reaches the threshold, without the
/// polyps that are too small to count. Keeps its memory; not for two threads at a time.
/// </summary>
public sealed class MaskRaster
{
    private readonly PolypFinder _finder;
    private ProbabilityResizer? _resizer;
    private Picture? _mask;
    private float[] _plane = [];

    public MaskRaster(PolypOptions options) => _finder = new PolypFinder(options);

    /// <summary>Draws the mask of the first picture of a batch.</summary>
    /// <param name="masks">Its probabilities.</param>
    /// <param name="picture">The picture: its size and region place them.</param>
    /// <param name="field">The field of view; outside it the mask is 0. Null: all of the picture.</param>
    /// <returns>A gray picture that is drawn over by the next call.</returns>
    public Picture Draw(Segmentation masks, in ImagePlanes picture, FieldOfView? field = null)
    {
        if (_mask is null || _mask.Width != picture.Width || _mask.Height != picture.Height)
        {
            _mask = new Picture(picture.Width, picture.Height, PixelFormat.Gray8);
        }

        if (_resizer is null || _resizer.Width != masks.Width || _resizer.Height != masks.Height)
        {
            _resizer = new ProbabilityResizer(masks.Width, masks.Height);
            _plane = new float[masks.Width * masks.Height];
        }

        _mask.Data.AsSpan().Clear();
        PixelRegion region = picture.Region ?? new PixelRegion(0, 0, picture.Width, picture.Height);
        ForegroundPlane.Sum(masks.Planes(0), masks.Classes, _plane);
        _finder.RemoveSmall(_plane, masks.Width, masks.Height);
        _resizer.Threshold(_plane, region.Width, region.Height, _finder.Options.Threshold, _mask.Data.AsSpan((region.Y * _mask.Width) + region.X), _mask.Width);

        for (int y = 0; field is not null && y < field.Height; y++)
        {
            (int start, int end) = field.Row(y);
            Span<byte> row = _mask.Data.AsSpan(y * _mask.Width, _mask.Width);
            row[..start].Clear();
            row[end..].Clear();
        }

        return _mask;
    }
}
