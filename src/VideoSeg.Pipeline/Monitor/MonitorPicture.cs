using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Monitor;

/// <summary>
/// Makes pictures that displays take: 8-bit 4:2:0, planar or with interleaved chroma, BT.601 or limited BT.709. Most video is that already;
/// anything else is converted. Keeps its memory; used by one thread at a time.
/// </summary>
internal sealed class MonitorPicture : IDisposable
{
    private readonly FrameConverter _converter = new();
    private FrameAllocator? _frames;
    private (int Width, int Height, ColorMatrix Matrix) _kind;

    /// <summary>VSM_I420 or VSM_NV12; null for any other layout.</summary>
    public static int? LayoutOf(PixelFormat format)
    {
        if (format.Model != ColorModel.Yuv || format.ChromaShiftX != 1 || format.ChromaShiftY != 1 || format.Components.Any(component => component is not { DepthBits: 8, ShiftBits: 0 }))
        {
            return null;
        }

        (PixelComponent y, PixelComponent u, PixelComponent v) = (format.Components[0], format.Components[1], format.Components[2]);
        return (y, u, v) switch
        {
            ({ Plane: 0, StepBytes: 1 }, { Plane: 1, StepBytes: 1 }, { Plane: 2, StepBytes: 1 }) => 0,
            ({ Plane: 0, StepBytes: 1 }, { Plane: 1, StepBytes: 2, OffsetBytes: 0 }, { Plane: 1, StepBytes: 2, OffsetBytes: 1 }) => 1,
            _ => null,
        };
    }

    /// <summary>A frame to show instead of <paramref name="frame"/>, which the caller owns; null where that can be shown itself.</summary>
    public VideoFrame? Convert(VideoFrame frame)
    {
        ImagePlanes planes = frame.Planes;
        if (CanBeShown(planes))
        {
            return null;
        }

        // What is wider than BT.709 is brought into it: SDL knows no more.
        ColorMatrix matrix = planes.Format.Model == ColorModel.Yuv && planes.Matrix is ColorMatrix.Bt601 or ColorMatrix.Fcc ? ColorMatrix.Bt601 : ColorMatrix.Bt709;
        if (_frames is null || _kind != (planes.Width, planes.Height, matrix))
        {
            _frames?.Dispose();
            _kind = (planes.Width, planes.Height, matrix);
            ColorTags tags = ColorTags.Bt709 with { Matrix = matrix == ColorMatrix.Bt601 ? 6 : 1 };
            _frames = new FrameAllocator(planes.Width, planes.Height, PixelFormat.Yuv420P, frame.TimeBase, tags);
        }

        VideoFrame converted = _frames.Allocate(frame.PresentationTime, frame.Duration);
        try
        {
            _converter.Convert(planes, converted);
            return converted;
        }
        catch
        {
            converted.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _frames?.Dispose();
        _converter.Dispose();
    }

    private static bool CanBeShown(in ImagePlanes planes)
    {
        bool knowsColors = planes.Matrix is ColorMatrix.Bt601 || (planes.Matrix is ColorMatrix.Bt709 && planes.Range == ColorRange.Limited);
        return knowsColors && planes.Stride0 > 0 && planes.Stride1 > 0 && LayoutOf(planes.Format) is not null;
    }
}
