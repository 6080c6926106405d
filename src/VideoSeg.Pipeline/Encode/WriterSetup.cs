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

    private readonly bool _existed;

    private WriterSetup(string url, VideoWriterOptions options, VideoStreamInfo video, bool existed)
    {
        _url = url;
        _options = options;
        _existed = existed;
        Video = video;
        Container = OutputContainer.Find(url, options);
    }

    public VideoStreamInfo Video { get; }

    public OutputContainer Container { get; }

    public string EncodedFormat { get; private set; } = "";

    public Rational OutputTimeBase { get; private set; }

    public ImmutableArray<LeftOutTrack> LeftOut => [.. _leftOut];

    public ImmutableArray<string> Notes => [.. _notes];

    /// <summary>Does all that can fail but for opening the output: a file that is there keeps its content, one that is not is made, empty.</summary>
    public static VideoWriter Prepare(
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
        var setup = new WriterSetup(url, options, video, existed);
        AvError.Check(AvNative.InterruptCreate(out InterruptHandle interrupt));
        WriterHandle? handle = null;
        try
        {
            handle = setup.CreateHandle(interrupt);
            setup.AddAll(handle, tracks, reader);
            OutputFile.Reserve(url);
            return new VideoWriter(url, handle, interrupt, setup, cancellationToken);
        }
        catch
        {
            handle?.Dispose();
            interrupt.Dispose();
            setup.RemoveOutput();
            throw;
        }
    }

    /// <summary>Takes back what this run has made.</summary>
    public void RemoveOutput()
    {
        if (!_existed)
        {
            OutputFile.Remove(_url);
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
        EncodedFormat = VideoTrackSetup.Add(handle, _url, _options, Video, Container, reader?.Handle, _notes);
        if (_options.Audio is { } audio)
        {
            AvStatus status = AvNative.WriterAddAudio(handle, audio.SampleRate, audio.BitRate);
            AvError.Require(status, FaultKind.Usage, $"cannot add an audio track to '{_url}'");
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

    /// <summary>Opens the output and writes its header.</summary>
    public void Open(WriterHandle handle, CancellationToken cancellationToken)
    {
        Rational timeBase;
        AvStatus status = AvNative.WriterOpen(handle, &timeBase);
        if (status == AvStatus.Cancelled)
        {
            throw new OperationCanceledException($"opening '{_url}' was cancelled", cancellationToken);
        }

        AvError.Require(status, FaultKind.Output, $"cannot write '{_url}'");
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
}
