using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>Makes still pictures of live frames: in their own colours, with square pixels.</summary>
internal static class SnapshotEncoder
{
    // Quick rather than small: somebody waits, and the machine has video to show.
    private static readonly ImageEncoding Encoding = new() { JpegQuality = 92, PngLevel = 3 };

    /// <summary>Encodes one.</summary>
    public static Snapshot Encode(LiveFrame frame, LiveRendition rendition, ImageContainer container)
    {
        VideoFrame picture = frame.Pick(rendition);
        (int width, int height) = SquareSize(picture);
        byte[] bytes = ImageFile.Encode(ToRgb(picture, width, height), container, Encoding);
        return new Snapshot(bytes, container == ImageContainer.Png ? "image/png" : "image/jpeg", width, height, frame.Number, frame.CapturedUtc, frame.IsSlate);
    }

    /// <summary>Pixels that are not square are made so by making the picture larger, never smaller.</summary>
    private static (int Width, int Height) SquareSize(VideoFrame picture)
    {
        // A stream may claim any shape; what no camera has is not believed, and would take any amount of memory.
        double shape = picture.SampleAspectRatio is { IsKnown: true, Value: >= 0.25 and <= 4 } ratio ? ratio.Value : 1;
        return shape >= 1
            ? ((int)Math.Round(picture.Width * shape), picture.Height)
            : (picture.Width, (int)Math.Round(picture.Height / shape));
    }

    private static unsafe Picture ToRgb(VideoFrame picture, int width, int height)
    {
        using var frames = new FrameAllocator(width, height, PixelFormat.Rgb24, picture.TimeBase, ColorTags.Unspecified);
        using var converter = new FrameConverter();
        using VideoFrame rgb = frames.Allocate(0, 0);
        converter.Convert(picture.Planes, rgb);
        ImagePlanes planes = rgb.Planes;
        var result = new Picture(width, height, PixelFormat.Rgb24);
        for (int y = 0; y < height; y++)
        {
            new ReadOnlySpan<byte>(planes.Plane0 + ((long)y * planes.Stride0), result.StrideBytes).CopyTo(result.Data.AsSpan(y * result.StrideBytes));
        }

        return result;
    }
}
