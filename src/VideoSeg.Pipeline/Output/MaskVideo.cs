using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Output;

/// <summary>
/// Writes the masks as a lossless gray video with the times of the source's frames: 255 on polyps and 0 elsewhere. FFV1, or in an MP4, which
/// cannot hold that, H.264 without loss.
/// </summary>
public sealed class MaskVideo : IFrameResults
{
    private static readonly string[] Endings = [".mkv", ".mov", ".avi", ".mp4"];

    private readonly MaskRaster _raster;
    private readonly VideoWriter _writer;
    private FrameAllocator? _frames;
    private (int Width, int Height) _size;

    private MaskVideo(MaskRaster raster, VideoWriter writer) => (_raster, _writer) = (raster, writer);

    /// <summary>Whether a path names a video rather than a folder.</summary>
    public static bool IsVideo(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Opens the video.</summary>
    /// <param name="path">A path for which <see cref="IsVideo"/> holds.</param>
    /// <param name="raster">Makes the masks.</param>
    /// <param name="source">The video whose size and time base it gets.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <exception cref="Model.VideoSegException">It cannot be made (<see cref="Model.FaultKind.Output"/>).</exception>
    public static MaskVideo Create(string path, MaskRaster raster, VideoStreamInfo source, bool overwrite)
    {
        bool isMp4 = string.Equals(Path.GetExtension(path), ".mp4", StringComparison.OrdinalIgnoreCase);
        var options = new VideoWriterOptions
        {
            Codec = isMp4 ? "h264" : "ffv1",
            Crf = isMp4 ? 0 : null,
            PixelFormat = "gray",
            Overwrite = overwrite,
        };
        VideoStreamInfo video = source with { Format = PixelFormat.Gray8, Color = ColorTags.Unspecified with { Range = 2 } };
        return new MaskVideo(raster, VideoWriter.Create(path, options, video, []));
    }

    /// <inheritdoc/>
    public void Write(VideoFrame frame, Segmentation masks, PolypSet polyps)
    {
        if (_frames is null || _size != (frame.Width, frame.Height))
        {
            _frames?.Dispose();
            _size = (frame.Width, frame.Height);
            _frames = new FrameAllocator(frame.Width, frame.Height, PixelFormat.Gray8, frame.TimeBase, ColorTags.Unspecified with { Range = 2 });
        }

        Picture mask = _raster.Draw(masks, frame.Planes);
        using VideoFrame target = _frames.Allocate(frame.PresentationTime, frame.Duration);
        Copy(mask, target.Planes);
        _writer.Write(target);
    }

    /// <inheritdoc/>
    public void Finish() => _writer.Finish();

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _frames?.Dispose();
    }

    private static unsafe void Copy(Picture mask, in ImagePlanes target)
    {
        for (int y = 0; y < mask.Height; y++)
        {
            mask.Data.AsSpan(y * mask.Width, mask.Width).CopyTo(new Span<byte>(target.Plane0 + ((nint)y * target.Stride0), mask.Width));
        }
    }
}
