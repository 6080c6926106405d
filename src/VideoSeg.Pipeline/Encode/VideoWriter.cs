using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Encode;

/// <summary>
/// Encodes frames and writes them, with copied tracks, to a file or stream. Used by one thread at a time, which may change;
/// <see cref="Cancel"/> may be called from any. What has been written stays playable if the process dies.
/// <code>
/// var video = new VideoStreamInfo { Width = 1280, Height = 720, Format = PixelFormat.Yuv420P, TimeBase = new(1, 25), FrameRate = new(25, 1), Color = ColorTags.Bt709 };
/// using VideoWriter writer = VideoWriter.Create("out.mp4", new VideoWriterOptions { Audio = new() }, video, []);
/// writer.Write(frame);          // as often as there are frames, in the order of their times
/// writer.WriteAudio(samples);   // 48,000 a second
/// writer.Finish();
/// </code>
/// </summary>
public sealed unsafe class VideoWriter : IDisposable
{
    /// <summary>The tag that every output carries as (part of) its comment.</summary>
    public const string Notice = "VideoSeg: research use only; not a medical device";

    private readonly string _url;
    private readonly WriterHandle _handle;
    private readonly InterruptHandle _interrupt;
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationToken _cancellationToken;
    private readonly Rational _sourceTimeBase;
    private readonly WriterSetup _setup;
    private readonly bool _convertsAll;
    private ImmutableArray<string> _writtenNotes = [];
    private bool _isFinished;

    internal VideoWriter(string url, WriterHandle handle, InterruptHandle interrupt, WriterSetup setup, CancellationToken cancellationToken)
    {
        _url = url;
        _handle = handle;
        _interrupt = interrupt;
        _cancellationToken = cancellationToken;
        _sourceTimeBase = setup.Video.TimeBase;
        Container = setup.Container.Name;
        Format = setup.EncodedFormat;
        LeftOut = setup.LeftOut;
        _setup = setup;
        _convertsAll = Format.Replace("yuvj", "yuv", StringComparison.Ordinal) != setup.Video.Format.Name;
        _registration = cancellationToken.Register(static state => Interrupt((InterruptHandle)state!), interrupt);
    }

    /// <summary>FFmpeg's name of the container.</summary>
    public string Container { get; }

    /// <summary>FFmpeg's name of the layout that the encoder is fed with.</summary>
    public string Format { get; }

    /// <summary>The time base that the container keeps the video's times in.</summary>
    public Rational TimeBase => _setup.OutputTimeBase;

    /// <summary>By how much players turn the output's picture, degrees clockwise; 0 where the container has no place for the source's rotation.</summary>
    public double RotationDegrees => _setup.Container.KeepsRotation ? _setup.Video.RotationDegrees : 0;

    /// <summary>Tracks that were to be copied and are not in the output.</summary>
    public ImmutableArray<LeftOutTrack> LeftOut { get; }

    /// <summary>
    /// For people: everything in which the output differs from what was asked for or from its source. Complete after <see cref="Finish"/>.
    /// To be shown.
    /// </summary>
    public ImmutableArray<string> Notes => [.. _setup.Notes, .. _writtenNotes];

    /// <summary>What has been written so far.</summary>
    public VideoWriterStatistics Statistics
    {
        get
        {
            VideoWriterStatistics statistics;
            AvError.Check(AvNative.WriterCounts(_handle, &statistics));
            return statistics;
        }
    }

    /// <summary>Opens an output for a reader's video: its tags and chapters, and all its other tracks, are copied.</summary>
    /// <inheritdoc cref="Create(string, VideoWriterOptions, VideoStreamInfo, IReadOnlyList{MediaTrack}, CancellationToken)"/>
    public static VideoWriter Create(string url, VideoWriterOptions options, VideoReader source, CancellationToken cancellationToken = default) =>
        Opened(WriterSetup.Prepare(url, options, source.Video, [.. source.OtherTracks], source, cancellationToken));

    /// <summary>Opens an output. Blocks.</summary>
    /// <param name="url">A path, or any URL FFmpeg writes (<c>rtmp://</c>, <c>srt://</c>); <c>-</c> for standard output, which needs a named container.</param>
    /// <param name="options">How.</param>
    /// <param name="video">The video: size, layout, time base, colours.</param>
    /// <param name="tracks">Tracks to copy; their reader must be open. All of one reader.</param>
    /// <param name="cancellationToken">Ends this call, and every later write to a network, from any thread. Not for stopping early: for that, call <see cref="Finish"/>.</param>
    /// <exception cref="VideoSegException">The output exists, cannot be opened (<see cref="FaultKind.Output"/>), or an option is wrong (<see cref="FaultKind.Usage"/>).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static VideoWriter Create(
        string url, VideoWriterOptions options, VideoStreamInfo video, IReadOnlyList<MediaTrack> tracks, CancellationToken cancellationToken = default) =>
        Opened(WriterSetup.Prepare(url, options, video, tracks, null, cancellationToken));

    /// <summary>As <see cref="Create(string, VideoWriterOptions, VideoReader, CancellationToken)"/>, but a file that is there keeps its content until <see cref="Open"/>.</summary>
    /// <param name="url">Where.</param>
    /// <param name="options">How.</param>
    /// <param name="reader">Gives tags and chapters.</param>
    /// <param name="tracks">The other tracks, of that reader.</param>
    /// <param name="video">The video, where it is another than the reader's.</param>
    internal static VideoWriter Prepare(string url, VideoWriterOptions options, VideoReader reader, IEnumerable<MediaTrack> tracks, VideoStreamInfo? video = null) =>
        WriterSetup.Prepare(url, options, video ?? reader.Video, [.. tracks], reader, CancellationToken.None);

    /// <summary>The same without a reader.</summary>
    internal static VideoWriter Prepare(string url, VideoWriterOptions options, VideoStreamInfo video) =>
        WriterSetup.Prepare(url, options, video, [], null, CancellationToken.None);

    /// <summary>By how much players will turn the pictures of an output, degrees clockwise.</summary>
    internal static double RotationOf(string url, VideoWriterOptions options, VideoStreamInfo video) =>
        OutputContainer.Find(url, options).KeepsRotation ? video.RotationDegrees : 0;

    /// <summary>Opens the output, which replaces a file that is there, and writes its header. Once.</summary>
    internal void Open() => _setup.Open(_handle, _cancellationToken);

    /// <summary>
    /// Encodes a frame. The caller keeps its reference; the encoder holds its own to the samples, which <see cref="VideoFrame.MakeWritable"/>
    /// knows about. Frames of another size or layout than the first are converted, and counted.
    /// </summary>
    /// <exception cref="VideoSegException">The output cannot be written: disk full, connection lost, time-out (<see cref="FaultKind.Output"/>).</exception>
    public void Write(VideoFrame frame)
    {
        Rational timeBase = frame.TimeBase;
        long time = frame.PresentationTime;
        long duration = frame.Duration;
        if (timeBase != _sourceTimeBase)
        {
            time = timeBase.Rescale(time, _sourceTimeBase);
            duration = timeBase.Rescale(duration, _sourceTimeBase);
        }

        Check(AvNative.WriterWriteFrame(_handle, frame.Handle, time, duration));
    }

    /// <summary>Writes a packet of a copied track; packets of tracks that are not copied are passed over. The caller keeps its reference.</summary>
    /// <exception cref="VideoSegException">The output cannot be written (<see cref="FaultKind.Output"/>).</exception>
    public void Write(MediaPacket packet) => Check(AvNative.WriterWritePacket(_handle, packet.Handle));

    /// <summary>Appends samples, in [-1, 1], to the audio track of <see cref="VideoWriterOptions.Audio"/>; keep in step with the frames.</summary>
    /// <exception cref="VideoSegException">The output cannot be written (<see cref="FaultKind.Output"/>).</exception>
    public void WriteAudio(ReadOnlySpan<float> samples)
    {
        fixed (float* pointer = samples)
        {
            Check(AvNative.WriterWriteAudio(_handle, pointer, samples.Length));
        }
    }

    /// <summary>Writes what the encoders still hold and the end of the file, and closes it. Once. Without it the output is as after a crash.</summary>
    /// <exception cref="VideoSegException">The output cannot be written (<see cref="FaultKind.Output"/>).</exception>
    public void Finish()
    {
        Check(AvNative.WriterFinish(_handle));
        _isFinished = true;
        _writtenNotes = [.. WriterNotes.Of(Statistics, _convertsAll)];
    }

    /// <summary>Ends the network write in progress, on whatever thread, and all later ones with an <see cref="OperationCanceledException"/>.</summary>
    public void Cancel() => Interrupt(_interrupt);

    /// <summary>Lets go of everything. An output that no frame was written to is taken back, unless it was finished or there before.</summary>
    public void Dispose()
    {
        bool isUnused = !_handle.IsClosed && !_isFinished && Statistics.Frames == 0;
        _registration.Dispose();
        _handle.Dispose();
        _interrupt.Dispose();
        if (isUnused)
        {
            _setup.RemoveOutput();
        }
    }

    private static VideoWriter Opened(VideoWriter writer)
    {
        try
        {
            writer.Open();
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    private static void Interrupt(InterruptHandle interrupt) => AvError.Check(AvNative.InterruptCancel(interrupt));

    private void Check(AvStatus status)
    {
        switch (status)
        {
            case AvStatus.Ok:
                return;
            case AvStatus.Cancelled:
                throw new OperationCanceledException($"writing '{_url}' was cancelled", _cancellationToken);
            default:
                throw AvError.ToException(status, FaultKind.Output, $"cannot go on writing '{_url}': {AvError.LastMessage()}.");
        }
    }
}
