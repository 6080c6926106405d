using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Frames;

/// <summary>
/// Makes frames from nothing, for rendered video. Thread-safe. Frames may outlive it; pooled memory is freed with the last of them.
/// <code>
/// using var frames = new FrameAllocator(1280, 720, PixelFormat.Yuv420P, new Rational(1, 25), ColorTags.Bt709);
/// using VideoFrame frame = frames.Allocate(presentationTime: 0, duration: 1);
/// ImagePlanes planes = frame.Planes; // write the samples
/// </code>
/// </summary>
public sealed class FrameAllocator : IDisposable
{
    private readonly FramePool _pool = new();
    private readonly NativeFrameInfo _template;
    private readonly Rational _timeBase;
    private long _nextIndex;

    /// <summary>Frames of one kind.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="format">Layout of the samples.</param>
    /// <param name="timeBase">Seconds a tick of the frames' times.</param>
    /// <param name="color">What the frames say of their colours.</param>
    /// <param name="sampleAspectRatio">Width of a pixel over its height; null: not known.</param>
    public FrameAllocator(int width, int height, PixelFormat format, Rational timeBase, ColorTags color, Rational? sampleAspectRatio = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (!timeBase.IsKnown)
        {
            throw new ArgumentOutOfRangeException(nameof(timeBase), timeBase, "expected a positive fraction");
        }

        _timeBase = timeBase;
        _template = new NativeFrameInfo
        {
            Width = width,
            Height = height,
            PixelFormat = PixelFormats.IdOf(format),
            Color = color,
            SampleAspectRatio = sampleAspectRatio ?? Rational.Unknown,
        };
    }

    /// <summary>A frame that the caller owns, its samples not initialised and to be written at will.</summary>
    /// <param name="presentationTime">In ticks of the time base.</param>
    /// <param name="duration">In ticks of the time base.</param>
    public VideoFrame Allocate(long presentationTime, long duration) => Allocate(presentationTime, duration, NativeFrameFlags.None);

    /// <summary>As <see cref="Allocate(long, long)"/>, with the time of another frame, and fields where that has them.</summary>
    internal VideoFrame AllocateLike(VideoFrame frame) => Allocate(frame.PresentationTime, frame.Duration,
        (frame.IsInterlaced ? NativeFrameFlags.Interlaced : NativeFrameFlags.None) | (frame.IsTopFieldFirst ? NativeFrameFlags.TopFieldFirst : NativeFrameFlags.None));

    private VideoFrame Allocate(long presentationTime, long duration, NativeFrameFlags fields)
    {
        VideoFrame frame = _pool.Rent();
        try
        {
            NativeFrameInfo info = _template;
            info.Time = presentationTime;
            info.Duration = duration;
            info.Flags = fields;
            AvError.Check(AvNative.FrameAllocate(frame.Handle, _pool.Buffers, ref info));
            frame.Fill(info, _timeBase, Interlocked.Increment(ref _nextIndex) - 1);
            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();
}
