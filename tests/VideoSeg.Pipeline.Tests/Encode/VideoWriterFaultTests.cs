using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using VideoSeg.Model;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Output;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Encode;

public sealed class VideoWriterFaultTests : IDisposable
{
    private static readonly VideoStreamInfo Video = new() { Width = 64, Height = 64, Format = PixelFormat.Yuv420P, TimeBase = new Rational(1, 25), FrameRate = new Rational(25, 1) };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Create_OverAFileThatExists_IsRefusedUnlessAllowed()
    {
        string path = _folder.File("out.mp4");
        File.WriteAllText(path, "precious");
        AssertRefused(path, new VideoWriterOptions(), FaultKind.Output, "exists");
        Assert.Equal("precious", File.ReadAllText(path));
        Create(path, new VideoWriterOptions { Overwrite = true }).Dispose();
    }

    [Fact]
    public void Create_OverItsOwnInput_IsRefusedEvenIfOverwritingIsAllowed()
    {
        string input = Ffmpeg.Make(_folder.File("in.mp4"), "testsrc2=size=64x64:rate=5:duration=1");
        string link = _folder.File("link.mp4");
        File.CreateSymbolicLink(link, input);
        byte[] before = File.ReadAllBytes(input);
        using VideoReader reader = FrameSupport.Open(input);
        foreach (string output in new[] { input, link, $"file:{input}" })
        {
            var fault = Assert.Throws<VideoSegException>(() =>
                VideoWriter.Create(output, new VideoWriterOptions { Overwrite = true }, reader, TestContext.Current.CancellationToken));
            Assert.Contains("for both", fault.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, File.ReadAllBytes(input));
    }

    [Theory]
    [InlineData("out.webm", "h264", "the container webm cannot hold h264 video; it can hold av1, vp9, vp8")]
    [InlineData("out.mp4", "ffv1", "the container mp4 cannot hold ffv1 video; it can hold h264, hevc")]
    public void Create_WithACodecThatTheContainerCannotHold_NamesThoseItCan(string name, string codec, string expected) =>
        AssertRefused(_folder.File(name), new VideoWriterOptions { Codec = codec }, FaultKind.Usage, expected);

    [Theory]
    [InlineData("out.webm", "vp9")]
    [InlineData("out.mkv", "mpeg4")]
    [InlineData("out.mov", "prores")]
    public void Create_WithTheNameOfACodec_TakesFfmpegsEncoderOfIt(string name, string codec)
    {
        using VideoReader reader = FrameSupport.Open(Ffmpeg.Make(_folder.File("in.mp4"), "testsrc2=size=64x64:rate=5:duration=1"));
        using VideoWriter writer = VideoWriter.Create(_folder.File(name), new VideoWriterOptions { Codec = codec }, reader, TestContext.Current.CancellationToken);
        FrameSupport.ReadAll(reader, writer.Write);
        writer.Finish();
        Assert.Equal(codec, Ffmpeg.Entry(_folder.File(name), "v:0", "codec_name"));
    }

    [Fact]
    public void Create_InAFolderThatDoesNotExist_NamesIt() =>
        AssertRefused(_folder.File("no/out.mp4"), new VideoWriterOptions(), FaultKind.Output, $"expected the folder '{_folder.File("no")}'");

    [Fact]
    public void Create_AtAFolder_IsRefused() => AssertRefused(_folder.Path, new VideoWriterOptions { Container = "mp4" }, FaultKind.Output, "found the folder");

    [Theory]
    [InlineData("out", "container")]
    [InlineData("out.xyz", "container")]
    public void Create_WithAnEndingThatNamesNoContainer_SaysSo(string name, string expected) =>
        AssertRefused(_folder.File(name), new VideoWriterOptions(), FaultKind.Usage, expected);

    [Fact]
    public void Create_WithWrongOptions_NamesThemAndLeavesNoFile()
    {
        ImmutableDictionary<string, string> nonsense = ImmutableDictionary<string, string>.Empty.Add("nonsense", "1");
        AssertRefused("a.mp4", new VideoWriterOptions { Codec = "libnothing" }, FaultKind.Usage, "libnothing");
        AssertRefused("b.mp4", new VideoWriterOptions { EncoderOptions = nonsense }, FaultKind.Usage, "nonsense");
        AssertRefused("c.mp4", new VideoWriterOptions { ContainerOptions = nonsense }, FaultKind.Usage, "nonsense");
        AssertRefused("d.mp4", new VideoWriterOptions { Preset = "warp" }, FaultKind.Usage, "warp");
        AssertRefused("d.mp4", new VideoWriterOptions { Codec = "hevc", Tune = "film" }, FaultKind.Usage, "film");
        AssertRefused("e.mkv", new VideoWriterOptions { Codec = "ffv1", Crf = 20 }, FaultKind.Usage, "ffv1 has no option 'crf'");
        AssertRefused("f.mp4", new VideoWriterOptions { PixelFormat = "yuv410p" }, FaultKind.Usage, "libx264 does not take pixel format yuv410p");
        AssertRefused("g.mp4", new VideoWriterOptions { PixelFormat = "nope" }, FaultKind.Engine, "nope");
        AssertRefused("h.webm", new VideoWriterOptions { Codec = "hevc" }, FaultKind.Usage, "webm");
        AssertRefused("i.mp4", new VideoWriterOptions { Crf = 99, Threads = -1 }, FaultKind.Usage, nameof(VideoWriterOptions.Threads));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_ToAFullDisk_SaysSo()
    {
        using VideoWriter writer = Create("/dev/full", new VideoWriterOptions { Container = "mpegts" });
        var fault = Assert.Throws<VideoSegException>(() => WriteFrames(writer, 100));
        Assert.Equal(FaultKind.Output, fault.Kind);
        Assert.Contains("No space left on device", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_OnAFullDisk_SaysSo()
    {
        using VideoWriter writer = Create("/dev/full", new VideoWriterOptions { Container = "mp4" });
        WriteFrames(writer, 5);
        var fault = Assert.Throws<VideoSegException>(writer.Finish);
        Assert.Contains("No space left on device", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AfterFinish_IsABug()
    {
        using VideoWriter writer = Create(_folder.File("out.mp4"), new VideoWriterOptions());
        WriteFrames(writer, 2);
        writer.Finish();
        Assert.Throws<InvalidOperationException>(() => WriteFrames(writer, 1));
        Assert.Throws<InvalidOperationException>(writer.Finish);
        Assert.Throws<InvalidOperationException>(() => writer.WriteAudio([0f]));
    }

    [Fact]
    public async Task Write_ToAListenerThatDoesNotRead_TimesOut()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Server.ReceiveBufferSize = 4096;
        listener.Start();
        string url = $"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        var options = new VideoWriterOptions { Codec = "ffv1", Container = "nut", WriteTimeout = TimeSpan.FromMilliseconds(200) };
        using VideoWriter writer = await Task.Run(() => Create(url, options), TestContext.Current.CancellationToken);
        using TcpClient client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var fault = Assert.Throws<VideoSegException>(() => WriteFrames(writer, 100_000));
        Assert.Contains("the other side took nothing for 0.2 s", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_OfAFileWithASlowEncoder_KnowsNoTimeOut()
    {
        // The encoder holds all frames back until the end, and takes far longer than the time-out for them.
        var options = new VideoWriterOptions { Preset = "placebo", WriteTimeout = TimeSpan.FromMilliseconds(0.001), Threads = 1 };
        using (VideoWriter writer = Create(_folder.File("out.mp4"), options))
        {
            WriteFrames(writer, 40);
            writer.Finish();
        }

        Assert.Equal(40, Ffmpeg.FrameTimes(_folder.File("out.mp4")).Length);
    }

    [Theory]
    [InlineData("out-%04d.png")]
    [InlineData("out.m3u8")]
    public void Create_WithAContainerOfManyFiles_IsRefused(string name) =>
        AssertRefused(name, new VideoWriterOptions(), FaultKind.Usage, "expected a container that is one file");

    [Fact]
    public void Create_AtANamedPipe_IsNoOverwriting()
    {
        string pipe = _folder.File("pipe");
        Process.Start("mkfifo", [pipe]).WaitForExit();
        using Process reader = Process.Start(new ProcessStartInfo("cat", [pipe]) { RedirectStandardOutput = true })!;
        using (VideoWriter writer = Create(pipe, new VideoWriterOptions { Container = "matroska" }))
        {
            WriteFrames(writer, 5);
            writer.Finish();
        }

        using var all = new MemoryStream();
        reader.StandardOutput.BaseStream.CopyTo(all);
        File.WriteAllBytes(_folder.File("copy.mkv"), all.ToArray());
        Assert.Equal(5, Ffmpeg.FrameTimes(_folder.File("copy.mkv")).Length);
        Assert.True(FileIdentity.IsSpecial(pipe));
        Assert.False(FileIdentity.IsSpecial(_folder.File("copy.mkv")));
    }

    private static VideoWriter Create(string path, VideoWriterOptions options) =>
        VideoWriter.Create(path, options, Video, [], TestContext.Current.CancellationToken);

    private static unsafe void WriteFrames(VideoWriter writer, int count)
    {
        using var frames = new FrameAllocator(64, 64, PixelFormat.Yuv420P, Video.TimeBase, ColorTags.Bt709);
        var random = new Random(5);
        long start = writer.Statistics.Frames;
        for (int i = 0; i < count; i++)
        {
            using VideoFrame frame = frames.Allocate(start + i, 1);
            random.NextBytes(new Span<byte>(frame.Planes.Plane0, frame.Planes.Stride0 * 64));
            writer.Write(frame);
        }
    }

    private void AssertRefused(string name, VideoWriterOptions options, FaultKind kind, string expected)
    {
        var fault = Assert.Throws<VideoSegException>(() => Create(Path.Combine(_folder.Path, name), options));
        Assert.Equal(kind, fault.Kind);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }
}
