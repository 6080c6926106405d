using VideoSeg.Model;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Capture;

/// <summary>FFmpeg's filters between decoder and reader, against the ffmpeg program with the same filters.</summary>
public sealed class VideoReaderFilterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bwdif")]
    [InlineData("bwdif=mode=send_field")]
    [InlineData("crop=100:80:10:20,hflip")]
    [InlineData("scale=64:48,format=yuv422p")]
    [InlineData("fps=10")]
    [InlineData("select='not(mod(n,5))'")]
    [InlineData("trim=end_frame=7")]
    public void Frames_Filtered_AreBitIdenticalToFfmpegs(string chain)
    {
        string path = Make("interlaced.mkv", "testsrc2=size=160x120:rate=50:duration=1", "-vf", "tinterlace=interleave_top", "-c:v", "ffv1", "-flags", "+ilme+ildct");
        string filtered = _folder.File("filtered.mkv");
        Ffmpeg.Run("-i", path, "-vf", chain, "-fps_mode", "passthrough", "-sws_flags", "bicubic", "-c:v", "ffv1", filtered);
        string[] expected = Ffmpeg.FrameHashes(filtered);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, FrameSupport.Each(path, FrameSupport.Hash, new VideoReaderOptions { Filter = chain }));

        double[] times = FrameSupport.Each(path, frame => frame.Time.TotalSeconds, new VideoReaderOptions { Filter = chain });
        double[] expectedTimes = FrameSupport.Each(filtered, frame => frame.Time.TotalSeconds);
        Assert.All(times.Zip(expectedTimes), pair => Assert.Equal(pair.Second, pair.First, 0.0011)); // Matroska keeps milliseconds.
    }

    [Fact]
    public void Video_Filtered_DescribesWhatComesOut()
    {
        string path = Make("a.mkv", "testsrc2=size=160x120:rate=50:duration=1", "-c:v", "ffv1");
        using VideoReader reader = FrameSupport.Open(path, new VideoReaderOptions { Filter = "crop=96:64,fps=10,format=yuv422p10le" });
        Assert.Equal((96, 64), (reader.Video.Width, reader.Video.Height));
        Assert.Equal("yuv422p10le", reader.Video.Format.Name);
        Assert.Equal(10, reader.Video.FrameRate.Value);
        Assert.Equal(10, reader.Video.ExpectedFrames);
        FrameSupport.ReadAll(reader, frame => Assert.Equal((96, 64, "yuv422p10le"), (frame.Planes.Width, frame.Planes.Height, frame.Planes.Format.Name)));
        Assert.Equal(10, reader.Statistics.Frames);
    }

    [Fact]
    public void Frames_WhoseSizeChangesMidway_PassFiltersMadeAnew()
    {
        // Two transport streams one after the other are one stream whose size changes.
        string small = Make("small.ts", "testsrc2=size=160x120:rate=25:duration=1", "-c:v", "mpeg2video");
        string large = Make("large.ts", "testsrc2=size=320x240:rate=25:duration=1", "-c:v", "mpeg2video", "-output_ts_offset", "1");
        string both = _folder.File("both.ts");
        File.WriteAllBytes(both, [.. File.ReadAllBytes(small), .. File.ReadAllBytes(large)]);
        (int, int)[] plain = FrameSupport.Each(both, frame => (frame.Planes.Width, frame.Planes.Height));
        Assert.Equal(2, plain.Distinct().Count());
        (int, int)[] halved = FrameSupport.Each(both, frame => (frame.Planes.Width, frame.Planes.Height), new VideoReaderOptions { Filter = "scale=iw/2:ih/2" });
        Assert.Equal(plain.Select(size => (size.Item1 / 2, size.Item2 / 2)), halved);
    }

    [Fact]
    public void Read_WhereTheFiltersNoLongerFit_FailsForGood()
    {
        string large = Make("large.ts", "testsrc2=size=320x240:rate=25:duration=1", "-c:v", "mpeg2video");
        string small = Make("small.ts", "testsrc2=size=160x120:rate=25:duration=1", "-c:v", "mpeg2video", "-output_ts_offset", "1");
        string both = _folder.File("both.ts");
        File.WriteAllBytes(both, [.. File.ReadAllBytes(large), .. File.ReadAllBytes(small)]);
        using VideoReader reader = FrameSupport.Open(both, new VideoReaderOptions { Filter = "crop=200:200" });
        int frames = 0;
        var first = Assert.Throws<VideoSegException>(() => FrameSupport.ReadAll(reader, _ => frames++));
        Assert.InRange(frames, 20, 25);
        Assert.Equal(FaultKind.Input, first.Kind);
        Assert.Contains("crop", first.Message, StringComparison.Ordinal);
        var second = Assert.Throws<VideoSegException>(() => reader.Read(out _, out _));
        Assert.Equal(first.Message, second.Message);
    }

    [Fact]
    public void Read_WithFiltersSlowerThanTheTimeOut_DoesNotTimeOut()
    {
        string path = Make("a.mkv", "testsrc2=size=320x240:rate=25:duration=0.16", "-c:v", "ffv1");
        var options = new VideoReaderOptions { ReadTimeout = TimeSpan.FromMilliseconds(250), Filter = "nlmeans=r=21:p=9,nlmeans=r=21:p=9,select='mod(n,4)-2'", DecoderThreads = 1 };
        Assert.Equal(3, FrameSupport.Each(path, frame => frame.Width, options).Length);
    }

    [Theory]
    [InlineData("nonsense", "nonsense")]
    [InlineData("crop=1000:1000", "crop")]
    [InlineData("split", "one input and one output")]
    [InlineData("anull", "video filters")]
    [InlineData("", "video filters")]
    public void Open_WithFiltersThatDoNotFit_SaysWhy(string chain, string expected)
    {
        string path = Make("a.mkv", "testsrc2=size=64x64:rate=5:duration=1", "-c:v", "ffv1");
        var fault = Assert.Throws<VideoSegException>(() => FrameSupport.Open(path, new VideoReaderOptions { Filter = chain }));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Packets_OfOtherTracks_PassTheFiltersBy()
    {
        string path = Make("a.mkv", "testsrc2=size=64x64:rate=25:duration=1", "-f", "lavfi", "-i", "sine=duration=1", "-c:v", "ffv1");
        Assert.Equal(CountPackets(path, null), CountPackets(path, "bwdif=mode=send_field"));
    }

    private static int CountPackets(string path, string? chain)
    {
        int count = 0;
        using VideoReader reader = FrameSupport.Open(path, new VideoReaderOptions { Filter = chain });
        FrameSupport.ReadAll(reader, onPacket: _ => count++);
        Assert.True(count > 0);
        return count;
    }

    private string Make(string name, string source, params string[] arguments) => Ffmpeg.Make(_folder.File(name), source, arguments);
}
