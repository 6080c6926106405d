using System.Net;
using System.Net.Sockets;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Capture;

/// <summary>Least delay: what the decoder keeps back, and that it changes nothing else.</summary>
public sealed class VideoReaderLowDelayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.mkv", "-c:v", "libx264", "-bf", "3", "-b_strategy", "0")]
    [InlineData("a.ts", "-c:v", "libx264", "-bf", "2", "-b_strategy", "0")]
    [InlineData("b.mkv", "-c:v", "libx264", "-tune", "zerolatency")]
    [InlineData("c.ts", "-c:v", "mpeg2video", "-bf", "2")]
    [InlineData("d.mp4", "-c:v", "mpeg4", "-bf", "2")]
    [InlineData("e.ts", "-c:v", "libx265", "-x265-params", "bframes=3:log-level=none")]
    public void Frames_WithLowDelay_AreTheSameInTheSameOrder(string name, params string[] coding)
    {
        string path = Ffmpeg.Make(_folder.File(name), "testsrc2=size=160x120:rate=25:duration=2", coding);
        (long, string)[] expected = FrameSupport.Each(path, frame => (frame.PresentationTime, FrameSupport.Hash(frame)));
        Assert.Equal(50, expected.Length);
        Assert.Equal(expected, FrameSupport.Each(path, frame => (frame.PresentationTime, FrameSupport.Hash(frame)), new VideoReaderOptions { LowDelay = true, DecoderThreads = 2 }));
    }

    [Theory]
    [InlineData("-c:v libx264 -preset ultrafast -tune zerolatency -g 25", 0)]
    [InlineData("-c:v libx264 -preset ultrafast -bf 0 -x264-params sliced-threads=0 -g 25", 0)]
    [InlineData("-c:v mjpeg", 0)]
    public async Task Read_OfALiveFeed_GivesEachFrameOnceItsDataIsThere(string coding, int keptBack)
    {
        // Matroska says where a packet ends, so what is kept back is kept back by the decoder.
        string path = Ffmpeg.Make(_folder.File("a.mkv"), "testsrc2=size=160x120:rate=25:duration=3", [.. coding.Split(' '), "-cluster_time_limit", "40", "-live", "1"]);
        byte[] film = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        long[] ends = PacketEnds(path);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<VideoReader> opening = Task.Run(
            () => FrameSupport.Open($"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", new VideoReaderOptions { LowDelay = true, DecoderThreads = 2, ReadTracks = false }),
            TestContext.Current.CancellationToken);
        using TcpClient client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        client.NoDelay = true;
        NetworkStream stream = client.GetStream();
        int sent = 40;
        await stream.WriteAsync(film.AsMemory(0, (int)ends[sent - 1]), TestContext.Current.CancellationToken);
        using VideoReader reader = await opening;
        int frames = 0;
        for (; frames < sent - keptBack; frames++)
        {
            Read(reader);
        }

        for (; sent < 70; sent++, frames++)
        {
            await stream.WriteAsync(film.AsMemory((int)ends[sent - 1], (int)(ends[sent] - ends[sent - 1])), TestContext.Current.CancellationToken);
            Read(reader); // blocks, and fails after the read time-out, if the frame needs more than what was sent
        }

        static void Read(VideoReader reader)
        {
            Assert.Equal(ReadStatus.Frame, reader.Read(out VideoSeg.Pipeline.Frames.VideoFrame? frame, out _));
            frame!.Dispose();
        }
    }

    [Fact]
    public async Task Read_OfATransportStream_NeedsTheBeginningOfLaterPictures()
    {
        string path = Ffmpeg.Make(_folder.File("a.ts"), "testsrc2=size=160x120:rate=25:duration=3", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "25");
        byte[] film = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        long[] begins = [.. Ffmpeg.Probe(path, "-show_entries", "packet=pos", "-of", "csv=p=0").Select(line => long.Parse(line.TrimEnd(',')))];
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var options = new VideoReaderOptions { LowDelay = true, DecoderThreads = 2, ReadTracks = false, ReadTimeout = TimeSpan.FromSeconds(3) };
        Task<VideoReader> opening = Task.Run(() => FrameSupport.Open($"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", options), TestContext.Current.CancellationToken);
        using TcpClient client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        // Fifty whole pictures and not a byte of the next; then silence, after which the reader gives out what it kept back.
        await client.GetStream().WriteAsync(film.AsMemory(0, (int)begins[50]), TestContext.Current.CancellationToken);
        using VideoReader reader = await opening;
        var arrivals = new List<TimeSpan>();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.Throws<VideoSeg.Model.VideoSegException>(() => FrameSupport.ReadAll(reader, _ => arrivals.Add(clock.Elapsed)));
        Assert.Equal(50, arrivals.Count);
        TimeSpan silence = arrivals.Zip(arrivals.Skip(1), (earlier, later) => later - earlier).Max();
        Assert.True(silence > TimeSpan.FromSeconds(2));
        int keptBack = arrivals.Count(at => at >= arrivals[^1] - TimeSpan.FromSeconds(1));
        Assert.Equal(2, keptBack);
    }

    /// <summary>Where in the file each packet of the video ends.</summary>
    private static long[] PacketEnds(string path) =>
        [.. Ffmpeg.Probe(path, "-show_entries", "packet=pos,size", "-of", "csv=p=0").Select(line => line.Split(',')).Select(parts => long.Parse(parts[1]) + long.Parse(parts[0]) + 16)];
}
