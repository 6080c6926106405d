using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Frames;

/// <summary>
/// Converts pictures into frames: size, layout, matrix and range (swscale: bicubic, accurate rounding; RGB to 4:2:0 filters the chroma).
/// Used by one thread at a time.
/// <code>
/// using var frames = new FrameAllocator(picture.Width, picture.Height, PixelFormat.Yuv420P, new Rational(1, 25), ColorTags.Bt709);
/// using var converter = new FrameConverter();
/// using VideoFrame frame = converter.Convert(picture, frames, presentationTime: n, duration: 1);
/// </code>
/// </summary>
public sealed unsafe class FrameConverter : IDisposable
{
    private readonly ConverterHandle _handle;

    public FrameConverter()
    {
        MediaLibrary.EnsureLoaded();
        AvError.Check(AvNative.ConverterCreate(out _handle));
    }

    /// <summary>A new frame of <paramref name="allocator"/>'s kind that shows <paramref name="picture"/>; the caller owns it.</summary>
    public VideoFrame Convert(Picture picture, FrameAllocator allocator, long presentationTime, long duration)
    {
        VideoFrame frame = allocator.Allocate(presentationTime, duration);
        try
        {
            fixed (byte* pinned = picture.Data)
            {
                Convert(picture.AsPlanes(pinned), frame);
            }

            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    /// <summary>Overwrites the samples of <paramref name="destination"/>, which nobody else may be looking at, with <paramref name="source"/>.</summary>
    public void Convert(in ImagePlanes source, VideoFrame destination)
    {
        var info = new NativeFrameInfo
        {
            Plane0 = source.Plane0,
            Plane1 = source.Plane1,
            Plane2 = source.Plane2,
            Plane3 = source.Plane3,
            Stride0 = source.Stride0,
            Stride1 = source.Stride1,
            Stride2 = source.Stride2,
            Stride3 = source.Stride3,
            Width = source.Width,
            Height = source.Height,
            PixelFormat = PixelFormats.IdOf(source.Format),
            Color = ColorTags.Unspecified with { Matrix = Code(source.Matrix), Range = source.Range == ColorRange.Full ? 2 : 1 },
        };
        AvError.Check(AvNative.ConverterConvert(_handle, info, destination.Handle));
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static int Code(ColorMatrix matrix) => matrix switch
    {
        ColorMatrix.Bt709 => 1,
        ColorMatrix.Fcc => 4,
        ColorMatrix.Smpte240M => 7,
        ColorMatrix.YCgCo => 8,
        ColorMatrix.Bt2020 => 9,
        _ => 6,
    };
}
