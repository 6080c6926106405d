using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Output;

/// <summary>
/// Makes the mask of a picture at its own size: 255 where the probability of any class, enlarged bilinearly, reaches the threshold, without the
/// polyps that are too small to count. Keeps its memory; not for two threads at a time.
/// </summary>
public sealed class MaskRaster
{
    private readonly PolypFinder _finder;
    private ProbabilityResizer? _resizer;
    private Picture? _mask;
    private float[] _plane = [];
    private byte[] _part = [];

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
            _part = new byte[picture.Width * picture.Height];
        }

        if (_resizer is null || _resizer.Width != masks.Width || _resizer.Height != masks.Height)
        {
            _resizer = new ProbabilityResizer(masks.Width, masks.Height);
            _plane = new float[masks.Width * masks.Height];
        }

        _mask.Data.AsSpan().Clear();
        PixelRegion region = picture.Region ?? new PixelRegion(0, 0, picture.Width, picture.Height);
        for (int channel = 0; channel < masks.Classes; channel++)
        {
            masks.Plane(0, channel).CopyTo(_plane);
            _finder.RemoveSmall(_plane, masks.Width, masks.Height);
            _resizer.Threshold(_plane, region.Width, region.Height, _finder.Options.Threshold, _part, region.Width);
            AddPart(region);
        }

        for (int y = 0; field is not null && y < field.Height; y++)
        {
            (int start, int end) = field.Row(y);
            Span<byte> row = _mask.Data.AsSpan(y * _mask.Width, _mask.Width);
            row[..start].Clear();
            row[end..].Clear();
        }

        return _mask;
    }

    private void AddPart(PixelRegion region)
    {
        for (int y = 0; y < region.Height; y++)
        {
            Span<byte> target = _mask!.Data.AsSpan(((region.Y + y) * _mask.Width) + region.X, region.Width);
            ReadOnlySpan<byte> source = _part.AsSpan(y * region.Width, region.Width);
            for (int x = 0; x < target.Length; x++)
            {
                target[x] |= source[x];
            }
        }
    }
}
