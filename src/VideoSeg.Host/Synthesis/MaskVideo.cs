using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Host.Synthesis;

/// <summary>Masks as a lossless gray video (FFV1) with the frames' times.</summary>
internal sealed class MaskVideo : IMaskOutput
{
    // Masks are computed with, never shown: every value means itself.
    private static readonly ColorTags s_fullRange = ColorTags.Unspecified with { Range = 2 };

    private readonly FrameAllocator _allocator;
    private readonly VideoWriter _writer;

    public MaskVideo(SynthVideoOptions options, string path, Rational timeBase)
    {
        _allocator = new FrameAllocator(options.Rendering.Width, options.Rendering.Height, PixelFormat.Gray8, timeBase, s_fullRange);
        var stream = new VideoStreamInfo
        {
            Width = options.Rendering.Width,
            Height = options.Rendering.Height,
            Format = PixelFormat.Gray8,
            TimeBase = timeBase,
            FrameRate = timeBase.Inverse,
            Color = s_fullRange,
        };
        _writer = VideoWriter.Create(path, new VideoWriterOptions { Codec = "ffv1", Overwrite = options.Overwrite }, stream, []);
    }

    /// <inheritdoc/>
    public unsafe void Write(Picture mask, int index)
    {
        using VideoFrame frame = _allocator.Allocate(index, 1);
        ImagePlanes planes = frame.Planes;
        for (int y = 0; y < mask.Height; y++)
        {
            mask.Data.AsSpan(y * mask.StrideBytes, mask.Width).CopyTo(new Span<byte>(planes.Plane0 + ((long)y * planes.Stride0), mask.Width));
        }

        _writer.Write(frame);
    }

    /// <inheritdoc/>
    public void Finish() => _writer.Finish();

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _allocator.Dispose();
    }
}
