using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using VideoSeg.Model;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Encode;

/// <summary>
/// Encodes frames into packets that any number of outputs may share. Used by one thread at a time, which may change; <see cref="RequestKeyFrame"/> may be
/// called from any. Packets may outlive it. Allocates nothing per frame once warm.
/// <code>
/// using var encoder = VideoEncoder.Open(video, new VideoEncoderOptions());
/// encoder.Send(frame, time, duration);
/// while (encoder.TryReceive(out MediaPacket? packet))
/// {
///     using (packet) { ... }
/// }
/// </code>
/// </summary>
public sealed unsafe class VideoEncoder : IDisposable
{
    private readonly EncoderHandle _handle;
    private readonly VideoStreamInfo _source;
    private readonly MediaPacketPool _packets = new();
    private readonly long _keyFrameTicks;
    private MediaPacket? _next;
    private long _lastTime = long.MinValue;
    private long _lastKeyTime;
    private int _isKeyRequested = 1;
    private bool _hasEnded;

    private VideoEncoder(EncoderHandle handle, VideoStreamInfo source, EncodedVideoFormat format, VideoEncoderOptions options)
    {
        _handle = handle;
        _source = source;
        Format = format;
        _keyFrameTicks = Math.Max(1, (long)Math.Round(options.KeyFrameInterval.TotalSeconds / format.TimeBase.Value));
    }

    /// <summary>What comes out.</summary>
    public EncodedVideoFormat Format { get; }

    /// <summary>Frames that had another size or layout than the encoder takes and were converted.</summary>
    public long ConvertedFrames
    {
        get
        {
            AvError.Check(AvNative.EncoderConverted(_handle, out long frames));
            return frames;
        }
    }

    /// <summary>Opens an encoder for frames like <paramref name="frame"/>.</summary>
    /// <param name="frame">Gives size, layout, colours and aspect ratio; stays the caller's, and is not encoded.</param>
    /// <param name="timeBase">Seconds a tick of the times that will be sent.</param>
    /// <param name="frameRate">Frames a second, about; may be unknown.</param>
    /// <param name="options">How to encode.</param>
    /// <exception cref="VideoSegException">An option is wrong (<see cref="FaultKind.Usage"/>).</exception>
    public static VideoEncoder Open(VideoFrame frame, Rational timeBase, Rational frameRate, VideoEncoderOptions options) =>
        Open(DescriptionOf(frame, timeBase, frameRate), options);

    /// <summary>Opens an encoder.</summary>
    /// <param name="video">Size, layout, colours, aspect ratio, time base and rate of what will be sent.</param>
    /// <param name="options">How to encode.</param>
    /// <exception cref="VideoSegException">An option is wrong, or the encoder does not take such pictures (<see cref="FaultKind.Usage"/>).</exception>
    public static VideoEncoder Open(VideoStreamInfo video, VideoEncoderOptions options)
    {
        OptionsValidation.Require(options);
        MediaLibrary.EnsureLoaded();
        EncoderHandle handle = EncoderSetup.Open(video, options);
        try
        {
            return new VideoEncoder(handle, video, FormatOf(handle), options);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Whether the encoder was opened for frames like this one: size, layout, colours and aspect ratio. Where not, the owner opens another encoder in its
    /// place; players and containers have to begin anew with its <see cref="Format"/>.
    /// </summary>
    public bool Fits(VideoFrame frame) =>
        frame.Width == _source.Width && frame.Height == _source.Height && frame.Format == _source.Format
        && frame.Color == _source.Color && AspectOf(frame.SampleAspectRatio) == AspectOf(_source.SampleAspectRatio);

    /// <summary>Asks for the next frame that is sent to become a key picture, from which players can begin. Any thread.</summary>
    public void RequestKeyFrame() => Volatile.Write(ref _isKeyRequested, 1);

    /// <summary>
    /// Encodes a frame. The caller keeps its reference; the encoder holds its own to the samples, which <see cref="VideoFrame.MakeWritable"/> knows about.
    /// </summary>
    /// <param name="frame">A frame that <see cref="Fits"/>.</param>
    /// <param name="time">When it is shown, in ticks of the format's time base; moved one tick behind the last one's where it does not lie after it.</param>
    /// <param name="duration">How long, in ticks; 0 where nobody knows.</param>
    /// <exception cref="InvalidOperationException">The frame does not fit.</exception>
    /// <exception cref="VideoSegException">The encoder failed (<see cref="FaultKind.Engine"/>).</exception>
    public void Send(VideoFrame frame, long time, long duration)
    {
        if (!Fits(frame))
        {
            string expected = Describe(_source.Width, _source.Height, _source.Format.Name, _source.Color, _source.SampleAspectRatio);
            string found = Describe(frame.Width, frame.Height, frame.Format.Name, frame.Color, frame.SampleAspectRatio);
            throw new InvalidOperationException($"expected frames of {expected}, found one of {found}: open another encoder for it");
        }

        bool isFirst = _lastTime == long.MinValue;
        time = isFirst ? time : Math.Max(time, _lastTime + 1);
        bool isKey = Interlocked.Exchange(ref _isKeyRequested, 0) != 0 || isFirst || time - _lastKeyTime >= _keyFrameTicks;
        AvError.Require(AvNative.EncoderSend(_handle, frame.Handle, time, duration, isKey ? 1 : 0), FaultKind.Engine, "the encoder failed");
        _lastTime = time;
        _lastKeyTime = isKey ? time : _lastKeyTime;
    }

    /// <summary>Sends a frame at its own time.</summary>
    /// <inheritdoc cref="Send(VideoFrame, long, long)"/>
    public void Send(VideoFrame frame) => Send(
        frame, frame.TimeBase.Rescale(frame.PresentationTime, Format.TimeBase), frame.TimeBase.Rescale(frame.Duration, Format.TimeBase));

    /// <summary>Says that no more frames come; what the encoder still holds can be received. Once.</summary>
    public void End()
    {
        if (!_hasEnded)
        {
            _hasEnded = true;
            AvError.Require(AvNative.EncoderEnd(_handle, 0, 0, 0, 0), FaultKind.Engine, "the encoder failed");
        }
    }

    /// <summary>The next packet, the caller's to dispose; false where there is none before the next frame is sent. Of live settings each frame gives one at once.</summary>
    /// <exception cref="VideoSegException">The encoder failed (<see cref="FaultKind.Engine"/>).</exception>
    public bool TryReceive([NotNullWhen(true)] out MediaPacket? packet)
    {
        packet = null;
        _next ??= _packets.Rent();
        NativePacketInfo info = default;
        AvStatus status = AvNative.EncoderReceive(_handle, _next.Handle, ref info);
        if (status is AvStatus.Again or AvStatus.End)
        {
            return false;
        }

        AvError.Require(status, FaultKind.Engine, "the encoder failed");
        _next.Fill(info, Format.TimeBase);
        packet = _next;
        _next = null;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _next?.Dispose();
        _next = null;
        _packets.Dispose();
        _handle.Dispose();
    }

    private static string Describe(int width, int height, string format, ColorTags color, Rational aspect) =>
        $"{width} x {height} {format} (matrix {color.Matrix}, range {color.Range}, primaries {color.Primaries}, transfer {color.Transfer}, chroma {color.ChromaLocation}, aspect {aspect})";

    /// <summary>Unknown means square.</summary>
    private static double AspectOf(Rational ratio) => ratio.IsKnown ? ratio.Value : 1;

    private static VideoStreamInfo DescriptionOf(VideoFrame frame, Rational timeBase, Rational frameRate) => new()
    {
        Width = frame.Width,
        Height = frame.Height,
        Format = frame.Format,
        TimeBase = timeBase,
        FrameRate = frameRate,
        Color = frame.Color,
        SampleAspectRatio = frame.SampleAspectRatio,
    };

    private static EncodedVideoFormat FormatOf(EncoderHandle handle)
    {
        NativeCodedTrack track;
        AvError.Check(AvNative.EncoderTrack(handle, &track));
        byte[] headers = new byte[track.HeadersSize];
        fixed (byte* pointer = headers)
        {
            AvError.Check(AvNative.EncoderHeaders(handle, pointer, headers.Length));
        }

        return new EncodedVideoFormat(track, ImmutableArray.Create(headers));
    }
}
