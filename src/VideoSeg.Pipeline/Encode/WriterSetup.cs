using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Encode;

/// <summary>The steps from options to an open writer, and what there is to tell about them.</summary>
internal sealed unsafe class WriterSetup
{
    private readonly string _url;
    private readonly VideoWriterOptions _options;
    private readonly List<string> _notes = [];
    private readonly List<LeftOutTrack> _leftOut = [];

    private WriterSetup(string url, VideoWriterOptions options, VideoStreamInfo video)
    {
        _url = url;
        _options = options;
        Video = video;
        Container = OutputContainer.Find(url, options);
    }

    public VideoStreamInfo Video { get; }

    public OutputContainer Container { get; }

    public string EncodedFormat { get; private set; } = "";

    public Rational OutputTimeBase { get; private set; }

    public ImmutableArray<LeftOutTrack> LeftOut => [.. _leftOut];

    public ImmutableArray<string> Notes => [.. _notes];

    public static VideoWriter Open(
        string url, VideoWriterOptions options, VideoStreamInfo video, IReadOnlyList<MediaTrack> tracks, VideoReader? reader, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(url);
        OptionsValidation.Require(options);
        if (options.Audio is not null)
        {
            OptionsValidation.Require(options.Audio);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (tracks.Any(track => track.IsDecoded || track.Reader != tracks[0].Reader))
        {
            throw new ArgumentException("expected tracks of one reader, and not the one it decodes", nameof(tracks));
        }

        if (reader is not null)
        {
            OutputFile.RequireOther(url, reader.Url);
        }

        bool existed = OutputFile.Prepare(url, options.Overwrite);
        var setup = new WriterSetup(url, options, video);
        AvError.Check(AvNative.InterruptCreate(out InterruptHandle interrupt));
        WriterHandle? handle = null;
        try
        {
            using CancellationTokenRegistration registration =
                cancellationToken.Register(static state => AvNative.InterruptCancel((InterruptHandle)state!), interrupt);
            handle = setup.CreateHandle(interrupt);
            setup.AddAll(handle, tracks, reader);
            setup.OpenHandle(handle, cancellationToken);
            return new VideoWriter(url, handle, interrupt, setup, cancellationToken);
        }
        catch
        {
            handle?.Dispose();
            interrupt.Dispose();
            OutputFile.RemoveEmpty(url, existed);
            throw;
        }
    }

    private WriterHandle CreateHandle(InterruptHandle interrupt)
    {
        Rational timeBase = Container.EncoderTimeBase(Video.TimeBase, Video.FrameRate);
        byte[]? options = Utf8.ToBytes(Container.Options(_options, timeBase));
        fixed (byte* url = Utf8.ToBytes(_url == "-" ? "pipe:1" : _url), container = Utf8.ToBytes(Container.Name), optionBytes = options)
        {
            var native = new NativeWriterOptions
            {
                Url = url,
                Container = container,
                Options = optionBytes,
                OptionsLength = options?.Length ?? 0,
                OpenTimeoutMicroseconds = OptionsValidation.Microseconds(_options.OpenTimeout),
                WriteTimeoutMicroseconds = OptionsValidation.Microseconds(_options.WriteTimeout),
            };
            AvError.Check(AvNative.WriterCreate(&native, interrupt, out WriterHandle handle));
            return handle;
        }
    }

    private void AddAll(WriterHandle handle, IReadOnlyList<MediaTrack> tracks, VideoReader? reader)
    {
        if (reader is not null)
        {
            AvError.Check(AvNative.WriterCopyHeader(handle, reader.Handle));
        }

        foreach ((string key, string value) in _options.Tags)
        {
            AvError.Check(AvNative.WriterSetTag(handle, key, value));
        }

        string? comment = _options.Tags.GetValueOrDefault("comment") ?? reader?.Tags.GetValueOrDefault("comment");
        AvError.Check(AvNative.WriterSetTag(handle, "comment", Comment(comment)));
        AddVideo(handle, reader?.Handle);
        if (_options.Audio is { } audio)
        {
            AvStatus status = AvNative.WriterAddAudio(handle, audio.SampleRate, audio.BitRate);
            Require(status, FaultKind.Usage, $"cannot add an audio track to '{_url}'");
        }

        foreach (MediaTrack track in tracks)
        {
            AddTrack(handle, track);
        }
    }

    private static string Comment(string? comment) =>
        string.IsNullOrEmpty(comment) ? VideoWriter.Notice
        : comment.Contains(VideoWriter.Notice, StringComparison.Ordinal) ? comment
        : $"{VideoWriter.Notice}\n{comment}";

    private void AddVideo(WriterHandle handle, ReaderHandle? source)
    {
        EncoderChoice encoder = EncoderChoice.Of(_options);
        NativeVideoInfo video = NativeVideo();
        byte[]? options = Utf8.ToBytes(encoder.Options);
        NativeEncoderInfo info;
        bool isHeld = false;
        try
        {
            source?.DangerousAddRef(ref isHeld);
            fixed (byte* name = Utf8.ToBytes(encoder.Name), optionBytes = options)
            {
                var native = new NativeEncoderOptions
                {
                    Encoder = name,
                    Options = optionBytes,
                    OptionsLength = options?.Length ?? 0,
                    PixelFormat = _options.PixelFormat is { } format ? PixelFormats.Find(format) : -1,
                    Threads = _options.Threads,
                    TimeBase = Container.EncoderTimeBase(Video.TimeBase, Video.FrameRate),
                    CodecTag = encoder.Name == "libx265" ? Container.HevcTag : 0,
                };
                AvStatus status = AvNative.WriterAddVideo(handle, &video, &native, source?.DangerousGetHandle() ?? 0, &info);
                Require(status, FaultKind.Usage, $"cannot encode '{_url}'");
            }
        }
        finally
        {
            if (isHeld)
            {
                source!.DangerousRelease();
            }
        }

        EncodedFormat = PixelFormats.NameOf(info.PixelFormat);
        NoteFormat(encoder.Name, info);
        if (!Container.KeepsRotation && !Video.DisplayMatrix.IsDefaultOrEmpty)
        {
            _notes.Add($"the container {Container.Name} has no place for the source's rotation of {Video.RotationDegrees:0.#} degrees: players will show the picture as it is coded");
        }
    }

    private NativeVideoInfo NativeVideo()
    {
        var native = new NativeVideoInfo
        {
            Width = Video.Width,
            Height = Video.Height,
            PixelFormat = PixelFormats.IdOf(Video.Format),
            TimeBase = Video.TimeBase,
            FrameRate = Video.FrameRate,
            SampleAspectRatio = Video.SampleAspectRatio,
            Color = Video.Color,
            FieldOrder = (int)Video.FieldOrder,
        };
        if (!Video.DisplayMatrix.IsDefaultOrEmpty)
        {
            native.HasDisplayMatrix = 1;
            Video.DisplayMatrix.AsSpan().CopyTo(new Span<int>(native.DisplayMatrix, 9));
        }

        return native;
    }

    private void NoteFormat(string encoder, NativeEncoderInfo info)
    {
        string[] losses =
        [
            .. info.LosesResolution != 0 ? new[] { "chroma resolution" } : [],
            .. info.LosesDepth != 0 ? new[] { "bit depth" } : [],
            .. info.LosesColor != 0 ? new[] { "colour" } : [],
            .. info.LosesAlpha != 0 ? new[] { "transparency" } : [],
        ];
        if (losses.Length > 0 || EncodedFormat.Replace("yuvj", "yuv", StringComparison.Ordinal) != Video.Format.Name)
        {
            _notes.Add($"{encoder} is fed with {EncodedFormat}, the source is {Video.Format.Name}: frames are converted" +
                (losses.Length > 0 ? $" and lose {string.Join(", ", losses)}" : ""));
        }
    }

    private void AddTrack(WriterHandle handle, MediaTrack track)
    {
        ObjectDisposedException.ThrowIf(track.Reader.IsClosed, typeof(VideoReader));
        AvStatus status = AvNative.WriterAddTrack(handle, track.Reader, track.Index);
        if (status != AvStatus.NotHeld)
        {
            AvError.Check(status);
            return;
        }

        string reason = AvError.LastMessage();
        if (_options.TrackPolicy == TrackPolicy.Refuse)
        {
            throw new VideoSegException(FaultKind.Output, $"expected '{_url}' to take every track, but {reason}: {track}. Choose another container (.mkv holds nearly everything), or let the track be left out.");
        }

        _leftOut.Add(new LeftOutTrack(track, reason));
        _notes.Add($"{track} is left out: {reason}");
    }

    private void OpenHandle(WriterHandle handle, CancellationToken cancellationToken)
    {
        Rational timeBase;
        AvStatus status = AvNative.WriterOpen(handle, &timeBase);
        if (status == AvStatus.Cancelled)
        {
            throw new OperationCanceledException($"opening '{_url}' was cancelled", cancellationToken);
        }

        Require(status, FaultKind.Output, $"cannot write '{_url}'");
        OutputTimeBase = timeBase;
        Rational encoderTimeBase = Container.EncoderTimeBase(Video.TimeBase, Video.FrameRate);
        if (encoderTimeBase != Video.TimeBase)
        {
            _notes.Add($"the container {Container.Name} keeps a constant rate: times are rounded to multiples of {encoderTimeBase} s");
        }
        else if ((Int128)Video.TimeBase.Numerator * timeBase.Denominator % ((Int128)Video.TimeBase.Denominator * timeBase.Numerator) != 0)
        {
            _notes.Add($"the container {Container.Name} keeps times in units of {timeBase} s, the source in {Video.TimeBase} s: times are rounded");
        }
    }

    private static void Require(AvStatus status, FaultKind kind, string what)
    {
        if (status != AvStatus.Ok)
        {
            throw AvError.ToException(status, kind, $"{what}: {AvError.LastMessage()}.");
        }
    }
}
