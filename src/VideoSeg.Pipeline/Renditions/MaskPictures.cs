using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Output;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Renditions;

/// <summary>The masks alone, white on black, in the layout of the recording, so that it plays wherever the recording does.</summary>
internal sealed class MaskPictures(PolypOptions polyps) : IPictureMaker
{
    private readonly MaskRaster _raster = new(polyps);

    /// <inheritdoc/>
    public bool TakesSource => false;

    /// <inheritdoc/>
    public VideoStreamInfo VideoOf(VideoStreamInfo source) => source;

    /// <inheritdoc/>
    public void Apply(FrameItem item)
    {
        VideoFrame frame = item.Frame!.MakeWritable();
        item.Frame = frame;
        ImagePlanes picture = frame.Planes;
        Picture? mask = item.Masks is { } masks ? _raster.Draw(masks, picture, frame.Field) : null;
        Ink white = Ink.Of(new Rgb(1, 1, 1), picture), black = Ink.Of(new Rgb(0, 0, 0), picture);
        Paint(picture, 0, mask, white.First, black.First);
        if (picture.Format.Components.Length > 1)
        {
            Paint(picture, 1, mask, white.Second, black.Second);
            Paint(picture, 2, mask, white.Third, black.Third);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static unsafe void Paint(in ImagePlanes picture, int component, Picture? mask, float on, float off)
    {
        PixelFormat format = picture.Format;
        PixelComponent layout = format.Components[component];
        (int shiftX, int shiftY) = format.IsChroma(component) ? (format.ChromaShiftX, format.ChromaShiftY) : (0, 0);
        int white = (int)MathF.Round(on) << layout.ShiftBits, black = (int)MathF.Round(off) << layout.ShiftBits;
        int width = format.ComponentWidth(component, picture.Width);
        for (int y = 0; y < format.ComponentHeight(component, picture.Height); y++)
        {
            byte* row = picture.Plane(layout.Plane) + ((nint)y * picture.Stride(layout.Plane)) + layout.OffsetBytes;
            ReadOnlySpan<byte> shown = mask is null ? default : mask.Data.AsSpan((y << shiftY) * mask.Width, mask.Width);
            for (int x = 0; x < width; x++)
            {
                int value = !shown.IsEmpty && shown[x << shiftX] != 0 ? white : black;
                if (layout.DepthBits > 8)
                {
                    ((ushort*)(row + ((nint)x * layout.StepBytes)))[0] = (ushort)value;
                }
                else
                {
                    row[x * layout.StepBytes] = (byte)value;
                }
            }
        }
    }
}
