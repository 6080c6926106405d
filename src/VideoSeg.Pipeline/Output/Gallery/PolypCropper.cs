using System.Numerics;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Output.Gallery;

/// <summary>Cuts a polyp out of a frame that nothing was drawn on yet. Not for two threads at a time.</summary>
/// <param name="classes">One name for each probability plane.</param>
/// <param name="rotationDegrees">By how much players turn the frames clockwise; the pictures are turned so, to a quarter turn.</param>
/// <param name="colors">Colours of the classes; null or empty for those of this program.</param>
internal sealed class PolypCropper(IEnumerable<string> classes, double rotationDegrees, IEnumerable<string>? colors = null)
{
    /// <summary>Longest side of a picture, in pixels; larger ones are shrunk.</summary>
    private const int LongestSide = 512;

    private static readonly ImageEncoding Encoding = new() { JpegQuality = 90 };

    private readonly OverlayRenderer _renderer = new(new OverlayOptions { Labels = false, Legend = LegendMode.Off }, classes, colors: colors);
    private readonly int _quarters = (int)Math.Round(rotationDegrees / 90) & 3;
    private readonly PolypSet _moved = new();

    /// <summary>The picture of one polyp.</summary>
    public PolypPicture Cut(VideoFrame frame, Segmentation masks, PolypSet polyps, in Detection detection, double score)
    {
        double aspect = frame.SampleAspectRatio is { IsKnown: true } known ? known.Value : 1;
        ImagePlanes planes = frame.Planes;
        PixelRectangle limits = frame.Field is { } field ? PixelRectangle.Of(field.Bounds) : PixelRectangle.Of(planes);
        PixelRegion part = CropPlacement.Around(detection.Box, limits, aspect);
        double shrink = Math.Min(LongestSide / Math.Max(part.Width * aspect, part.Height), 1);
        int width = Math.Max((int)Math.Round(part.Width * aspect * shrink), 1), height = Math.Max((int)Math.Round(part.Height * shrink), 1);
        Picture plain = Convert(planes with { Region = part }, width, height);
        if (frame.Field is not null)
        {
            FieldCrop.Blacken(plain, part, frame.Field);
        }

        var outlined = new Picture(width, height, PixelFormat.Rgb24, [.. plain.Data]);
        Outline(outlined, masks, polyps, detection, part);
        (plain, outlined) = (PictureTurn.Clockwise(plain, _quarters), PictureTurn.Clockwise(outlined, _quarters));
        return new PolypPicture(
            ImageFile.Encode(plain, ImageContainer.Jpeg, Encoding), ImageFile.Encode(outlined, ImageContainer.Jpeg, Encoding),
            plain.Width, plain.Height, frame.Index, frame.PresentationTime * frame.TimeBase.Value, score);
    }

    private static Picture Convert(in ImagePlanes planes, int width, int height)
    {
        var converter = new InputConverter(width, height);
        float[] samples = new float[converter.Length];
        converter.Convert(planes, samples);
        var picture = new Picture(width, height, PixelFormat.Rgb24);
        int plane = width * height;
        for (int i = 0; i < plane; i++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                picture.Data[(3 * i) + channel] = (byte)((samples[(channel * plane) + i] * 255) + 0.5f);
            }
        }

        return picture;
    }

    private unsafe void Outline(Picture picture, Segmentation masks, PolypSet polyps, in Detection detection, PixelRegion part)
    {
        var origin = new Vector2(part.X, part.Y);
        var scale = new Vector2((float)picture.Width / part.Width, (float)picture.Height / part.Height);
        _moved.Clear();
        for (int i = 0; i < detection.RingCount; i++)
        {
            ReadOnlySpan<Vector2> ring = polyps.Ring(detection.FirstRing + i);
            Vector2[] moved = new Vector2[ring.Length];
            for (int j = 0; j < ring.Length; j++)
            {
                moved[j] = (ring[j] - origin) * scale;
            }

            _moved.AddRing(moved);
        }

        _moved.Add(detection with { FirstRing = 0 });
        fixed (byte* data = picture.Data)
        {
            _renderer.Draw(picture.AsPlanes(data), masks, 0, _moved);
        }
    }
}
