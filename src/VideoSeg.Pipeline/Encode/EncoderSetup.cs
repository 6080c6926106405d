using VideoSeg.Model;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Encode;

/// <summary>From options to an open encoder.</summary>
internal static unsafe class EncoderSetup
{
    private const int MostThreads = 8;

    /// <summary>Opens an encoder for live video.</summary>
    public static EncoderHandle Open(VideoStreamInfo video, VideoEncoderOptions options)
    {
        // An encoder that knows no rate takes a tick for a frame's length, and names a level that no player takes.
        video = video.FrameRate.IsKnown ? video : video with { FrameRate = new Rational(30, 1) };
        EncoderChoice encoder = EncoderChoice.Of(options, video.FrameRate);
        NativeVideoInfo native = ToNative(video);
        byte[]? encoderOptions = Utf8.ToBytes(encoder.Options);
        string? format = options.PixelFormat ?? (encoder.Name is "libx264" or "libx265" ? "yuv420p" : null);
        (int width, int height) = SizeOf(video, options.MaxHeight, isEven: format == "yuv420p");
        NativeEncoderInfo info;
        fixed (byte* name = Utf8.ToBytes(encoder.Name), optionBytes = encoderOptions)
        {
            var nativeOptions = new NativeEncoderOptions
            {
                Encoder = name,
                Options = optionBytes,
                OptionsLength = encoderOptions?.Length ?? 0,
                PixelFormat = format is null ? -1 : PixelFormats.Find(format),
                Threads = options.Threads == 0 ? Math.Min(Environment.ProcessorCount, MostThreads) : options.Threads,
                Niceness = options.Niceness,
                TimeBase = video.TimeBase,
                LowDelay = 1,
                Width = width,
                Height = height,
            };
            AvStatus status = AvNative.EncoderOpen(&native, &nativeOptions, &info, out EncoderHandle handle);
            if (status != AvStatus.Ok)
            {
                handle.Dispose();
            }

            AvError.Require(status, FaultKind.Usage, $"cannot encode {video.Width} x {video.Height} {video.Format.Name} as {options.Codec}");
            return handle;
        }
    }

    /// <summary>The size to encode: within the limit, and whole chroma blocks where the layout wants that.</summary>
    internal static (int Width, int Height) SizeOf(VideoStreamInfo video, int? maxHeight, bool isEven)
    {
        (int width, int height) = (video.Width, video.Height);
        if (height > maxHeight)
        {
            width = Math.Max(2, (int)Math.Round((double)width * maxHeight.Value / height));
            height = maxHeight.Value;
        }

        return isEven ? (Math.Max(2, width & ~1), Math.Max(2, height & ~1)) : (width, height);
    }

    /// <summary>The video as the native library takes it.</summary>
    public static NativeVideoInfo ToNative(VideoStreamInfo video)
    {
        var native = new NativeVideoInfo
        {
            Width = video.Width,
            Height = video.Height,
            PixelFormat = PixelFormats.IdOf(video.Format),
            TimeBase = video.TimeBase,
            FrameRate = video.FrameRate,
            SampleAspectRatio = video.SampleAspectRatio,
            Color = video.Color,
            FieldOrder = (int)video.FieldOrder,
            Origin = video.Origin,
        };
        if (!video.DisplayMatrix.IsDefaultOrEmpty)
        {
            native.HasDisplayMatrix = 1;
            video.DisplayMatrix.AsSpan().CopyTo(new Span<int>(native.DisplayMatrix, 9));
        }

        return native;
    }
}
