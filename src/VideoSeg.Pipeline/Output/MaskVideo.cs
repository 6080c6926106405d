using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Output;

/// <summary>Writes the masks as a lossless gray video with the frames' times: FFV1, or in an MP4, which cannot hold that, H.264 without loss.</summary>
internal sealed class MaskVideo : IMaskOutput
{
    private static readonly string[] Endings = [".mkv", ".mov", ".avi", ".mp4"];

    // Masks are computed with, never shown: every value means itself.
    private static readonly ColorTags FullRange = ColorTags.Unspecified with { Range = 2 };

    private readonly string _what;
    private readonly Rational _timeBase;
    private readonly VideoWriter _writer;
    private FrameAllocator? _frames;
    private (int Width, int Height) _size;

    private MaskVideo(string what, Rational timeBase, VideoWriter writer) => (_what, _timeBase, _writer) = (what, timeBase, writer);

    /// <summary>Whether a path names a video rather than a folder.</summary>
    public static bool IsVideo(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Sets the video up.</summary>
    /// <param name="path">A path for which <see cref="IsVideo"/> holds.</param>
    /// <param name="source">The video whose size, time base and frame rate it gets.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <param name="what">For notes, what it holds.</param>
    /// <exception cref="Model.VideoSegException">It cannot be made (<see cref="Model.FaultKind.Output"/>).</exception>
    public static MaskVideo Prepare(string path, VideoStreamInfo source, bool overwrite, string what = "masks")
    {
        bool isMp4 = string.Equals(Path.GetExtension(path), ".mp4", StringComparison.OrdinalIgnoreCase);
        var options = new VideoWriterOptions
        {
            Codec = isMp4 ? "h264" : "ffv1",
            Crf = isMp4 ? 0 : null,
            PixelFormat = "gray",
            Overwrite = overwrite,
        };
        VideoStreamInfo video = source with { Format = PixelFormat.Gray8, Color = FullRange };
        return new MaskVideo(what, source.TimeBase, VideoWriter.Prepare(path, options, video));
    }

    /// <inheritdoc/>
    public IEnumerable<string> Notes => _writer.Notes.Select(note => $"{_what}: {note}");

    /// <inheritdoc/>
    public void Open() => _writer.Open();

    /// <inheritdoc/>
    public void Write(Picture mask, long index, long time, long duration) => Write(mask.Data, mask.Width, mask.Height, time, duration);

    /// <summary>Writes the mask of a frame: a byte a pixel, row after row.</summary>
    public void Write(ReadOnlySpan<byte> mask, int width, int height, long time, long duration)
    {
        if (_frames is null || _size != (width, height))
        {
            _frames?.Dispose();
            _size = (width, height);
            _frames = new FrameAllocator(width, height, PixelFormat.Gray8, _timeBase, FullRange);
        }

        using VideoFrame target = _frames.Allocate(time, duration);
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

    private static unsafe void Copy(ReadOnlySpan<byte> mask, in ImagePlanes target)
    {
        for (int y = 0; y < target.Height; y++)
        {
            mask.Slice(y * target.Width, target.Width).CopyTo(new Span<byte>(target.Plane0 + ((nint)y * target.Stride0), target.Width));
        }
    }
}
