using System.Globalization;
using System.Text;
using System.Text.Unicode;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Web.Mjpeg;

/// <summary>Makes the parts of one viewer's answer. Allocates nothing per picture once warm. Not for two threads at a time.</summary>
internal sealed class MjpegPart
{
    private const string Boundary = "videoseg-frame";
    private const int MostHead = 128;

    private byte[] _part = [];

    /// <summary>The answer's media type.</summary>
    public static string MediaType => $"multipart/x-mixed-replace; boundary={Boundary}";

    /// <summary>What stands before the first picture. The same line is sent with each picture, after it: browsers show a picture when they see what follows.</summary>
    public static ReadOnlyMemory<byte> FirstLine { get; } = Encoding.ASCII.GetBytes($"--{Boundary}\r\n");

    private static ReadOnlyMemory<byte> NextLine { get; } = Encoding.ASCII.GetBytes($"\r\n--{Boundary}\r\n");

    /// <summary>A picture's part; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Pack(LivePacket live)
    {
        ReadOnlySpan<byte> jpeg = live.Packet.Data;
        int most = MostHead + jpeg.Length + NextLine.Length;
        if (_part.Length < most)
        {
            _part = new byte[most * 2];
        }

        Utf8.TryWrite(
            _part, CultureInfo.InvariantCulture, $"Content-Type: image/jpeg\r\nContent-Length: {jpeg.Length}\r\nX-Frame-Number: {live.FrameNumber}\r\n\r\n", out int head);
        jpeg.CopyTo(_part.AsSpan(head));
        NextLine.Span.CopyTo(_part.AsSpan(head + jpeg.Length));
        return _part.AsMemory(0, head + jpeg.Length + NextLine.Length);
    }
}
