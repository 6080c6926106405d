using VideoSeg.Model;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Encode;

/// <summary>Adds the encoded video track to a writer that is being set up.</summary>
internal static unsafe class VideoTrackSetup
{
    /// <summary>Opens the encoder; returns FFmpeg's name of the layout it is fed with, and notes what that layout or the container loses.</summary>
    public static string Add(
        WriterHandle handle, string url, VideoWriterOptions options, VideoStreamInfo video, OutputContainer container, ReaderHandle? source, List<string> notes)
    {
        EncoderChoice encoder = EncoderChoice.Of(options);
        NativeVideoInfo native = EncoderSetup.ToNative(video);
        byte[]? encoderOptions = Utf8.ToBytes(encoder.Options);
        NativeEncoderInfo info;
        bool isHeld = false;
        try
        {
            source?.DangerousAddRef(ref isHeld);
            fixed (byte* name = Utf8.ToBytes(encoder.Name), optionBytes = encoderOptions)
            {
                var nativeOptions = new NativeEncoderOptions
                {
                    Encoder = name,
                    Options = optionBytes,
                    OptionsLength = encoderOptions?.Length ?? 0,
                    PixelFormat = options.PixelFormat is { } format ? PixelFormats.Find(format) : -1,
                    Threads = options.Threads,
                    Niceness = options.Niceness,
                    TimeBase = container.EncoderTimeBase(video.TimeBase, video.FrameRate),
                    CodecTag = encoder.Name == "libx265" ? container.HevcTag : 0,
                };
                AvStatus status = AvNative.WriterAddVideo(handle, &native, &nativeOptions, source?.DangerousGetHandle() ?? 0, &info);
                AvError.Require(status, FaultKind.Usage, $"cannot encode '{url}'");
            }
        }
        finally
        {
            if (isHeld)
            {
                source!.DangerousRelease();
            }
        }

        string encoded = PixelFormats.NameOf(info.PixelFormat);
        NoteFormat(encoder.Name, encoded, video.Format.Name, info, notes);
        if (info.OddSize != 0)
        {
            notes.Add($"{encoder.Name} takes {video.Width} x {video.Height} pixels, which is no whole number of chroma blocks, as {encoded} only; not every player shows that. An even size (--filter crop or pad) goes everywhere");
        }

        if (info.DropsInterlacing != 0)
        {
            notes.Add($"{encoder.Name} takes no interlaced {encoded} pictures of {video.Height} lines: the fields are coded as whole pictures, and players will not know of them (--filter bwdif takes them apart)");
        }

        if (!container.KeepsRotation && !video.DisplayMatrix.IsDefaultOrEmpty)
        {
            notes.Add($"the container {container.Name} has no place for the source's rotation of {video.RotationDegrees:0.#} degrees: players will show the picture as it is coded");
        }

        return encoded;
    }

    private static void NoteFormat(string encoder, string encoded, string source, NativeEncoderInfo info, List<string> notes)
    {
        string[] losses =
        [
            .. info.LosesResolution != 0 ? new[] { "chroma resolution" } : [],
            .. info.LosesDepth != 0 ? new[] { "bit depth" } : [],
            .. info.LosesColor != 0 ? new[] { "colour" } : [],
            .. info.LosesAlpha != 0 ? new[] { "transparency" } : [],
        ];

        // yuvj420p is full-range yuv420p under another name.
        if (losses.Length > 0 || encoded.Replace("yuvj", "yuv", StringComparison.Ordinal) != source)
        {
            notes.Add($"{encoder} is fed with {encoded}, the source is {source}: frames are converted" +
                (losses.Length > 0 ? $" and lose {string.Join(", ", losses)}" : ""));
        }
    }
}
