using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Capture;

/// <summary>
/// Reads a video: decodes one video track and hands out the packets of the others. Used by one thread at a time, which may change;
/// <see cref="Cancel"/> may be called from any. Frames and packets may outlive the reader.
/// <code>
/// using VideoReader reader = VideoReader.Open("in.mp4", new VideoReaderOptions(), cancellationToken);
/// using VideoWriter writer = VideoWriter.Create("out.mp4", new VideoWriterOptions(), reader);
/// while (true)
/// {
///     switch (reader.Read(out VideoFrame? frame, out MediaPacket? packet))
///     {
///         case ReadStatus.Frame: using (frame) { writer.Write(frame!); } continue;
///         case ReadStatus.Packet: using (packet) { writer.Write(packet!); } continue;
///     }
///     break;
/// }
/// writer.Finish();
/// </code>
/// </summary>
public sealed unsafe class VideoReader : IDisposable
{
    private readonly ReaderHandle _handle;
    private readonly InterruptHandle _interrupt;
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationToken _cancellationToken;
    private readonly PermitCallback _permit;
    private readonly FramePool _frames = new();
    private readonly MediaPacketPool _packets = new();
    private readonly Rational[] _timeBases;
    private VideoFrame? _nextFrame;
    private MediaPacket? _nextPacket;
    private long _index;

    private VideoReader(string url, ReaderHandle handle, InterruptHandle interrupt, PermitCallback permit, CancellationTokenRegistration registration, CancellationToken cancellationToken)
    {
        Url = url;
        _handle = handle;
        _interrupt = interrupt;
        _permit = permit;
        _registration = registration;
        _cancellationToken = cancellationToken;
        Video = ReaderDescription.Video(handle);
        Tracks = ReaderDescription.Tracks(handle, Video.Track);
        Tags = ReaderDescription.Tags(handle, -1);
        Container = ReaderDescription.Container(handle);
        _timeBases = [.. Tracks.Select(track => track.TimeBase)];
    }

    /// <summary>What was opened.</summary>
    public string Url { get; }

    /// <summary>The track that is decoded.</summary>
    public VideoStreamInfo Video { get; }

    /// <summary>All tracks, the decoded one included, by index.</summary>
    public ImmutableArray<MediaTrack> Tracks { get; }

    /// <summary>The tracks besides the decoded one: what a writer may copy.</summary>
    public IEnumerable<MediaTrack> OtherTracks => Tracks.Where(track => !track.IsDecoded);

    /// <summary>The container's tags: title, comment, creation time.</summary>
    public ImmutableDictionary<string, string> Tags { get; }

    /// <summary>FFmpeg's name of the container: <c>mov,mp4,m4a,3gp,3g2,mj2</c>.</summary>
    public string Container { get; }

    /// <summary>What became of the data so far.</summary>
    public VideoReaderStatistics Statistics
    {
        get
        {
            VideoReaderStatistics statistics;
            AvError.Check(AvNative.ReaderCounts(_handle, &statistics));
            return statistics;
        }
    }

    internal ReaderHandle Handle => _handle;

    /// <summary>Opens an input and chooses its video track. Blocks.</summary>
    /// <param name="url">A path, or any URL FFmpeg reads (<c>rtsp://</c>, <c>srt://</c>, <c>http://</c>); <c>-</c> for standard input.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends this call, and every later call of <see cref="Read"/>, from any thread.</param>
    /// <exception cref="VideoSegException">Nothing there, no media, no video track, time-out, the start lies past the end (<see cref="FaultKind.Input"/>); a wrong option (<see cref="FaultKind.Usage"/>).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static VideoReader Open(string url, VideoReaderOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(url);
        OptionsValidation.Require(options);
        cancellationToken.ThrowIfCancellationRequested();
        MediaLibrary.EnsureLoaded();
        AvError.Check(AvNative.InterruptCreate(out InterruptHandle interrupt));
        CancellationTokenRegistration registration = cancellationToken.Register(static state => Interrupt((InterruptHandle)state!), interrupt);
        var permit = new PermitCallback(options.Permit);
        try
        {
            ReaderHandle handle = OpenHandle(url, options, permit, interrupt, cancellationToken);
            try
            {
                return new VideoReader(url, handle, interrupt, permit, registration, cancellationToken);
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }
        catch
        {
            registration.Dispose();
            permit.Dispose();
            interrupt.Dispose();
            throw;
        }
    }

    /// <summary>Reads on until there is a frame or a packet, both the caller's to dispose. Blocks; allocates nothing once warm.</summary>
    /// <exception cref="VideoSegException">The read time-out passed, or the input broke off (<see cref="FaultKind.Input"/>): after all frames that came before were delivered, and for good. No frame lies between start and end.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ReadStatus Read(out VideoFrame? frame, out MediaPacket? packet)
    {
        frame = null;
        packet = null;
        _nextFrame ??= _frames.Rent();
        _nextPacket ??= _packets.Rent();
        NativeFrameInfo frameInfo = default;
        NativePacketInfo packetInfo = default;
        AvStatus status = AvNative.ReaderRead(_handle, _nextFrame.Handle, _nextPacket.Handle, out int kind, ref frameInfo, ref packetInfo);
        switch (status)
        {
            case AvStatus.Ok when kind == 0:
                _nextFrame.Fill(frameInfo, Video.TimeBase, _index++);
                frame = _nextFrame;
                _nextFrame = null;
                return ReadStatus.Frame;
            case AvStatus.Ok:
                _nextPacket.Fill(packetInfo, _timeBases[packetInfo.Track]);
                packet = _nextPacket;
                _nextPacket = null;
                return ReadStatus.Packet;
            case AvStatus.End:
                return ReadStatus.End;
            case AvStatus.Cancelled:
                throw new OperationCanceledException($"reading '{Url}' was cancelled", _cancellationToken);
            case AvStatus.OutOfRange:
                throw OpenFault.ToException(status, Url, AvError.LastMessage());
            case AvStatus.TimedOut:
                throw new VideoSegException(FaultKind.Input, $"expected data from '{Url}', found none in time ({AvError.LastMessage()}). Check the source, or raise the read time-out.");
            default:
                throw AvError.ToException(status, FaultKind.Input, $"'{Url}' broke off after {_index} frames: {AvError.LastMessage()}.");
        }
    }

    /// <summary>Ends the call in progress, on whatever thread, and all later ones with an <see cref="OperationCanceledException"/>.</summary>
    public void Cancel() => Interrupt(_interrupt);

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Dispose();
        _nextFrame?.Dispose();
        _nextFrame = null;
        _nextPacket?.Dispose();
        _nextPacket = null;
        _frames.Dispose();
        _packets.Dispose();
        _handle.Dispose();
        _permit.Dispose();
        _interrupt.Dispose();
    }

    private static void Interrupt(InterruptHandle interrupt) => AvError.Check(AvNative.InterruptCancel(interrupt));

    private static ReaderHandle OpenHandle(string url, VideoReaderOptions options, PermitCallback permit, InterruptHandle interrupt, CancellationToken cancellationToken)
    {
        byte[]? inputOptions = Utf8.ToBytes(options.InputOptions);
        byte[]? decoderOptions = Utf8.ToBytes(options.DecoderOptions);
        fixed (byte* urlBytes = Utf8.ToBytes(url == "-" ? "pipe:0" : url), format = Utf8.ToBytes(options.Format), input = inputOptions, decoder = decoderOptions, filter = Utf8.ToBytes(options.Filter))
        {
            var native = new NativeReaderOptions
            {
                Url = urlBytes,
                Format = format,
                Options = input,
                OptionsLength = inputOptions?.Length ?? 0,
                DecoderOptions = decoder,
                Filter = filter,
                DecoderOptionsLength = decoderOptions?.Length ?? 0,
                OpenTimeoutMicroseconds = OptionsValidation.Microseconds(options.OpenTimeout),
                ReadTimeoutMicroseconds = OptionsValidation.Microseconds(options.ReadTimeout),
                VideoTrack = options.VideoTrack ?? -1,
                DecoderThreads = options.DecoderThreads,
                ReadTracks = options.ReadTracks ? 1 : 0,
                StartMicroseconds = OptionsValidation.Microseconds(options.Start),
                DurationMicroseconds = OptionsValidation.Microseconds(options.Duration ?? TimeSpan.Zero),
                LowDelay = options.LowDelay ? 1 : 0,
                Deinterlace = (int)options.Deinterlace,
                Permit = permit.Function,
                PermitContext = permit.Context,
            };
            AvStatus status = AvNative.ReaderOpen(&native, interrupt, out ReaderHandle handle);
            if (status == AvStatus.Ok)
            {
                return handle;
            }

            handle.Dispose();
            throw status == AvStatus.Cancelled
                ? new OperationCanceledException($"opening '{url}' was cancelled", cancellationToken)
                : OpenFault.ToException(status, url, AvError.LastMessage());
        }
    }
}
