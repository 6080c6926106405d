using System.Diagnostics;
using VideoSeg.Model;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Encode;

/// <summary>Real receivers: FFmpeg as a server of each protocol.</summary>
public sealed class PacketWriterNetworkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rtmp", "-f flv -listen 1 -i rtmp://127.0.0.1:{0}/live/a", "rtmp://127.0.0.1:{0}/live/a")]
    [InlineData("rtsp", "-rtsp_flags listen -i rtsp://127.0.0.1:{0}/a", "rtsp://127.0.0.1:{0}/a")]
    [InlineData("srt", "-i srt://127.0.0.1:{0}?mode=listener", "srt://127.0.0.1:{0}")]
    [InlineData("udp", "-i udp://127.0.0.1:{0}", "udp://127.0.0.1:{0}")]
    [InlineData("udp", "-i udp://239.255.77.1:{0}?localaddr=127.0.0.1", "udp://239.255.77.1:{0}?localaddr=127.0.0.1&ttl=0")]
    [InlineData("udp", "-i rtp://127.0.0.1:{0}", "rtp://127.0.0.1:{0}")]
    public void Receiver_OfEachProtocol_GetsThePicturesAndItsGoingIsNoticed(string protocol, string receiver, string url)
    {
        int port = NetworkPorts.Free();
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder), new VideoEncoderOptions());
        string output = _folder.File("received.mkv");
        using Process process = Start([.. string.Format(receiver, port).Split(' '), "-map", "0:v", "-c", "copy", "-frames:v", "60", output]);
        NetworkPorts.AwaitReceiver(port, protocol is "udp" or "srt" ? "udp" : "tcp", process);
        using PacketWriter writer = PacketWriter.Open(string.Format(url, port), clip.Format, new PacketWriterOptions(), TestContext.Current.CancellationToken);

        // The same pictures again and again, as a live stream that goes on for ever; the receiver leaves once it has enough.
        var stopwatch = Stopwatch.StartNew();
        VideoSegException? fault = null;
        using var loop = new PacketLoop(clip);
        while (fault is null && !(protocol == "udp" && process.HasExited))
        {
            Assert.True(stopwatch.Elapsed < TimeSpan.FromMinutes(2), "the receiver took too long");
            try
            {
                writer.Write(loop.Next());
            }
            catch (VideoSegException e)
            {
                fault = e;
            }
        }

        process.WaitForExit();
        Assert.Equal(protocol == "udp" ? null : FaultKind.Output, fault?.Kind);
        Assert.Equal(60, Ffmpeg.FrameTimes(output).Length);
        Assert.Equal("h264", Ffmpeg.Entry(output, "v:0", "codec_name"));
    }

    private static Process Start(IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "fatal", "-nostdin", "-y", .. arguments]) { UseShellExecute = false })!;
}
