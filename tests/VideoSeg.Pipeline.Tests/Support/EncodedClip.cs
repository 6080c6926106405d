using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Support;

/// <summary>A moving picture, encoded as live video is: its packets, kept.</summary>
internal sealed class EncodedClip : IDisposable
{
    public const int FrameRate = 10;

    public required EncodedVideoFormat Format { get; init; }

    public List<MediaPacket> Packets { get; } = [];

    /// <summary>FFmpeg's test picture as raw frames; ten a second.</summary>
    public static string MakeSource(TemporaryFolder folder, int frames = 45, string pixelFormat = "yuv420p", string size = "160x120") =>
        Ffmpeg.Make(folder.File($"source-{pixelFormat}-{size}.nut"), $"testsrc2=size={size}:rate={FrameRate}",
            "-frames:v", $"{frames}", "-pix_fmt", pixelFormat, "-c:v", "rawvideo");

    /// <summary>Encodes a video whole.</summary>
    /// <param name="source">Its path.</param>
    /// <param name="options">How.</param>
    /// <param name="beforeFrame">Called with the encoder and the number of the frame that comes.</param>
    /// <param name="timeOf">Time of a frame by its number, in milliseconds; the source's where null.</param>
    public static EncodedClip Encode(string source, VideoEncoderOptions options, Action<VideoEncoder, int>? beforeFrame = null, Func<int, long>? timeOf = null)
    {
        using VideoReader reader = FrameSupport.Open(source);
        using VideoEncoder encoder = VideoEncoder.Open(reader.Video with { TimeBase = new Rational(1, 90_000) }, options);
        var clip = new EncodedClip { Format = encoder.Format };
        int index = 0;
        FrameSupport.ReadAll(reader, frame =>
        {
            beforeFrame?.Invoke(encoder, index);
            long time = timeOf is null ? index * 9000L : timeOf(index) * 90;
            encoder.Send(frame, time, 9000);
            clip.Receive(encoder);
            index++;
        });
        encoder.End();
        clip.Receive(encoder);
        return clip;
    }

    /// <summary>The packets' bytes, one behind the other, from a packet on.</summary>
    public byte[] Stream(int from = 0)
    {
        using var all = new MemoryStream();
        foreach (MediaPacket packet in Packets.Skip(from))
        {
            all.Write(packet.Data);
        }

        return all.ToArray();
    }

    public void Dispose() => Packets.ForEach(packet => packet.Dispose());

    private void Receive(VideoEncoder encoder)
    {
        while (encoder.TryReceive(out MediaPacket? packet))
        {
            Packets.Add(packet);
        }
    }
}
