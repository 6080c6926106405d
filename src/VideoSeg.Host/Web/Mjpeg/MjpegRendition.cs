using System.Globalization;
using System.Text;
using System.Text.Unicode;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Web.Mjpeg;

/// <summary>One encode of a stream's picture into JPEGs for all that watch them.</summary>
internal sealed class MjpegRendition : LiveOutlet
{
    private const string Boundary = "videoseg-frame";

    private readonly ViewerPicture _picture;
    private readonly VideoEncoderOptions _options;
    private readonly long _leastTicks;
    private readonly ViewerMessagePool _messages = new();
    private readonly ViewerSet _viewers = new();
    private readonly byte[] _head = new byte[128];
    private VideoEncoder? _encoder;
    private long _lastTicks = long.MinValue / 2;

    /// <summary>Nothing is encoded before <see cref="LiveOutlet.Start"/>.</summary>
    /// <param name="stream">Name of the stream.</param>
    /// <param name="picture">Which picture.</param>
    /// <param name="options">Quality and rate.</param>
    /// <param name="context">Shared parts.</param>
    public MjpegRendition(string stream, ViewerPicture picture, WebOptions options, LiveContext context)
        : base(stream, NameOf(picture), "mjpeg", capacity: 1, context)
    {
        _picture = picture;
        _options = new VideoEncoderOptions { Codec = "mjpeg", Quality = options.MjpegQuality };
        // A little less: frames that come just before their time are not to be left out.
        _leastTicks = LiveFrame.TimeBase.Denominator * 9 / (options.MjpegRate * 10);
    }

    /// <summary>The response's media type.</summary>
    public static string MediaType => $"multipart/x-mixed-replace; boundary={Boundary}";

    /// <summary>What stands before the first picture. The same line is sent with each picture, after it: browsers show a picture when they see what follows.</summary>
    public static ReadOnlyMemory<byte> FirstLine { get; } = Encoding.ASCII.GetBytes($"--{Boundary}\r\n");

    /// <summary>The outlet's name.</summary>
    public static string NameOf(ViewerPicture picture) => picture == ViewerPicture.Original ? "mjpeg-original" : "mjpeg-annotated";

    /// <summary>Adds a viewer.</summary>
    public void Add(Viewer viewer) => _viewers.Add(viewer);

    /// <summary>Takes a viewer out.</summary>
    public void Remove(Viewer viewer) => _viewers.Remove(viewer);

    /// <inheritdoc/>
    protected override OutletDropReason? Deliver(LiveFrame frame)
    {
        if (_viewers.IsEmpty)
        {
            return OutletDropReason.Away;
        }

        if (frame.Ticks - _lastTicks < _leastTicks)
        {
            return OutletDropReason.Busy;
        }

        VideoFrame picture = _picture.Of(frame);
        if (_encoder is null || !_encoder.Fits(picture))
        {
            _encoder?.Dispose();
            _encoder = null;
            _encoder = VideoEncoder.Open(picture, LiveFrame.TimeBase, Rational.Unknown, _options);
        }

        _encoder.Send(picture, frame.Ticks, 0);
        _lastTicks = frame.Ticks;
        while (_encoder.TryReceive(out MediaPacket? packet))
        {
            using (packet)
            {
                Send(packet.Data, frame.Number);
            }
        }

        SetState(LiveOutletState.Running, "");
        return null;
    }

    /// <inheritdoc/>
    protected override void Close()
    {
        _viewers.Close();
        _encoder?.Dispose();
        _encoder = null;
    }

    private void Send(ReadOnlySpan<byte> jpeg, long number)
    {
        Utf8.TryWrite(
            _head, CultureInfo.InvariantCulture, $"Content-Type: image/jpeg\r\nContent-Length: {jpeg.Length}\r\nX-Frame-Number: {number}\r\n\r\n", out int head);
        ReadOnlySpan<byte> end = "\r\n"u8;
        ViewerMessage message = _messages.Rent(head + jpeg.Length + end.Length + FirstLine.Length, isKey: true, setup: null, out Span<byte> bytes);
        _head.AsSpan(0, head).CopyTo(bytes);
        jpeg.CopyTo(bytes[head..]);
        end.CopyTo(bytes[(head + jpeg.Length)..]);
        FirstLine.Span.CopyTo(bytes[(head + jpeg.Length + end.Length)..]);
        _viewers.Send(message);
    }
}
