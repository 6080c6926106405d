using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using VideoSeg.Model;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Encode;

public sealed class PacketWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("out.mp4")]
    [InlineData("out.mov")]
    [InlineData("out.mkv")]
    [InlineData("out.ts")]
    [InlineData("out.flv")]
    [InlineData("out.m3u8")]
    public void File_OfAnyContainer_HoldsThePicturesFromTheFirstKeyPictureOn(string name)
    {
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder), new VideoEncoderOptions());
        string path = _folder.File(name);
        using (PacketWriter writer = Open(path, clip))
        {
            // The first two seconds lie before the next key picture.
            Assert.Equal(25, clip.Packets.Skip(5).Count(packet => writer.Write(packet)));
            writer.Finish();
            Assert.Equal(25, writer.Packets);
        }

        File.WriteAllBytes(_folder.File("raw.h264"), clip.Stream(from: 20));
        Assert.Equal(Ffmpeg.FrameHashes(_folder.File("raw.h264")), Ffmpeg.FrameHashes(path));
        double[] times = [.. Ffmpeg.Probe(path, "-select_streams", "v:0", "-show_entries", "frame=best_effort_timestamp_time", "-of", "csv=p=0").Select(line => double.Parse(line.TrimEnd(',')))];
        Assert.InRange(times[0], 0, name.EndsWith(".m3u8", StringComparison.Ordinal) || name.EndsWith(".ts", StringComparison.Ordinal) ? 1.5 : 0.001);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(0.1, pair.Second - pair.First, 0.002));
    }

    [Theory]
    [InlineData("out.mp4")]
    [InlineData("out.mkv")]
    [InlineData("out.ts")]
    public void File_ThatWasNeverFinished_PlaysUpToItsLastFragment(string name)
    {
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder), new VideoEncoderOptions());
        string path = _folder.File(name);
        using (PacketWriter writer = Open(path, clip, new PacketWriterOptions { FragmentDuration = TimeSpan.FromMilliseconds(500) }))
        {
            clip.Packets.ForEach(packet => writer.Write(packet));

            // What a process that is killed leaves behind is what the file holds now.
            File.Copy(path, _folder.File($"crash-{name}"));
        }

        Assert.InRange(Ffmpeg.FrameTimes(_folder.File($"crash-{name}")).Length, 38, 45);
    }

    [Fact]
    public void File_ThatNothingWasWrittenTo_IsTakenBack()
    {
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder, 3), new VideoEncoderOptions());
        string path = _folder.File("out.mp4");
        using (PacketWriter writer = Open(path, clip))
        {
            Assert.False(writer.Write(clip.Packets[1]));
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public void File_CarriesTheNotice()
    {
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder, 3), new VideoEncoderOptions());
        using (PacketWriter writer = Open(_folder.File("out.mkv"), clip))
        {
            clip.Packets.ForEach(packet => writer.Write(packet));
            writer.Finish();
        }

        Assert.Contains(VideoWriter.Notice, string.Join('\n', Ffmpeg.Probe(_folder.File("out.mkv"), "-show_entries", "format_tags=comment,COMMENT", "-of", "csv=p=0")), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfWhatCannotBe_SaysWhy()
    {
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder, 3), new VideoEncoderOptions());
        File.WriteAllText(_folder.File("there.mp4"), "precious");
        Refuse(_folder.File("there.mp4"), FaultKind.Output, "exists");
        Refuse(_folder.File("no/out.mp4"), FaultKind.Output, "expected the folder");
        Refuse(_folder.File("out.webm"), FaultKind.Usage, "the container webm cannot hold h264 video");
        Refuse(_folder.File("out.xyz"), FaultKind.Usage, "expected an output whose scheme or ending names a container");
        Refuse(_folder.File("out.mp4"), FaultKind.Usage, "nonsense", new PacketWriterOptions { ContainerOptions = ImmutableDictionary<string, string>.Empty.Add("nonsense", "1") });
        Assert.Equal("precious", File.ReadAllText(_folder.File("there.mp4")));
        Assert.False(File.Exists(_folder.File("out.mp4")));

        void Refuse(string url, FaultKind kind, string expected, PacketWriterOptions? options = null)
        {
            var fault = Assert.Throws<VideoSegException>(() => Open(url, clip, options));
            Assert.Equal(kind, fault.Kind);
            Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("rtsp://127.0.0.1:{0}/a")]
    [InlineData("rtmp://127.0.0.1:{0}/live/a")]
    public void Open_WhereNobodyListens_SaysSo(string url)
    {
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder, 3), new VideoEncoderOptions());
        var fault = Assert.Throws<VideoSegException>(() => Open(string.Format(url, NetworkPorts.Free()), clip));
        Assert.Equal(FaultKind.Output, fault.Kind);
        Assert.Contains("Connection refused", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtsp://127.0.0.1:{0}/a")]
    [InlineData("rtmp://127.0.0.1:{0}/live/a")]
    public void Open_WhereAPeerSaysNothing_EndsWithTheTimeOut(string url)
    {
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder, 3), new VideoEncoderOptions());
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var options = new PacketWriterOptions { OpenTimeout = TimeSpan.FromMilliseconds(300) };
        var fault = Assert.Throws<VideoSegException>(() => Open(string.Format(url, ((IPEndPoint)silent.LocalEndpoint).Port), clip, options));
        Assert.Contains("the other side took nothing for 0.3 s", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtsp://127.0.0.1:{0}/a")]
    [InlineData("rtmp://127.0.0.1:{0}/live/a")]
    [InlineData("srt://127.0.0.1:{0}")]
    public async Task Open_ThatIsCancelled_EndsAtOnce(string url)
    {
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder, 3), new VideoEncoderOptions());
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var datagrams = new UdpClient(new IPEndPoint(IPAddress.Loopback, ((IPEndPoint)silent.LocalEndpoint).Port));
        using var cancellation = new CancellationTokenSource();
        var options = new PacketWriterOptions { OpenTimeout = TimeSpan.FromMinutes(5) };
        Task opening = Task.Run(() => PacketWriter.Open(string.Format(url, ((IPEndPoint)silent.LocalEndpoint).Port), clip.Format, options, cancellation.Token).Dispose());

        // Only when the connection stands, or its first datagram has come, is the call surely inside FFmpeg.
        Task arrival = url.StartsWith("srt", StringComparison.Ordinal)
            ? datagrams.ReceiveAsync(TestContext.Current.CancellationToken).AsTask()
            : silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask();
        await arrival;
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    [Fact]
    public void Write_ToAFullDisk_SaysSo()
    {
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder), new VideoEncoderOptions());
        using PacketWriter writer = Open("/dev/full", clip, new PacketWriterOptions { Container = "mpegts" });
        var fault = Assert.Throws<VideoSegException>(() => clip.Packets.ForEach(packet => writer.Write(packet)));
        Assert.Equal(FaultKind.Output, fault.Kind);
        Assert.Contains("No space left on device", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_OnceWarm_AllocatesNothing()
    {
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder), new VideoEncoderOptions());
        using PacketWriter writer = Open(_folder.File("out.mp4"), clip);
        Write(clip.Packets.Take(20));
        MediaPacket[] rest = [.. clip.Packets.Skip(20)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (MediaPacket packet in rest)
        {
            writer.Write(packet);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Write(IEnumerable<MediaPacket> packets)
        {
            foreach (MediaPacket packet in packets)
            {
                writer.Write(packet);
            }
        }
    }

    private static PacketWriter Open(string url, EncodedClip clip, PacketWriterOptions? options = null) =>
        PacketWriter.Open(url, clip.Format, options ?? new PacketWriterOptions(), TestContext.Current.CancellationToken);
}
