using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Capture;

public sealed class VideoReaderDecodingTests
{
    [Theory]
    [InlineData("b-frames.mp4", "-c:v libx264 -bf 3 -preset ultrafast")]
    [InlineData("ten-bit.mkv", "-c:v libx264 -pix_fmt yuv420p10le -preset ultrafast")]
    [InlineData("four-two-two.mkv", "-c:v ffv1 -pix_fmt yuv422p")]
    [InlineData("full-range.mp4", "-vf scale=out_range=full -c:v mjpeg -pix_fmt yuvj420p")]
    [InlineData("gray.mkv", "-c:v ffv1 -pix_fmt gray")]
    [InlineData("rgb.mkv", "-c:v ffv1 -pix_fmt gbrp")]
    [InlineData("sixteen-bit.mkv", "-c:v ffv1 -pix_fmt yuv444p16le")]
    [InlineData("packed.avi", "-c:v rawvideo -pix_fmt uyvy422")]
    [InlineData("semi-planar.nut", "-c:v rawvideo -pix_fmt nv12")]
    [InlineData("transport.ts", "-c:v mpeg2video")]
    public void Frames_OfManyKinds_AreBitIdenticalToFfmpegs(string name, string arguments)
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File(name), "testsrc2=size=322x178:rate=25:duration=0.6", arguments.Split(' '));
        Assert.Equal(Ffmpeg.FrameHashes(path), FrameSupport.Each(path, FrameSupport.Hash));
    }

    [Theory]
    [InlineData("real-annotated-480x360-30fps.mp4", 253)]
    [InlineData("oPolyp1_2s.mp4", 26)]
    public void Frames_OfARealClip_AreBitIdenticalToFfmpegsAtTheSameTimes(string name, int count)
    {
        string path = RealData.At("videos", name);
        (string Hash, long Time)[] frames = FrameSupport.Each(path, frame => (FrameSupport.Hash(frame), frame.PresentationTime));
        Assert.Equal(count, frames.Length);
        Assert.Equal(Ffmpeg.FrameHashes(path), frames.Select(frame => frame.Hash));
        Assert.Equal(Ffmpeg.FrameTimes(path), frames.Select(frame => frame.Time));
    }

    [Fact]
    public void Times_OfVariableRateVideo_AreThoseOfFfprobe()
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File("variable.mp4"), "testsrc2=size=160x120:rate=30:duration=2",
            "-vf", "select='not(mod(n,3))+gt(n,40)'", "-fps_mode", "vfr", "-c:v", "libx264", "-preset", "ultrafast");
        long[] times = FrameSupport.Each(path, frame => frame.PresentationTime);
        Assert.Equal(Ffmpeg.FrameTimes(path), times);
        Assert.True(times.Zip(times.Skip(1), (a, b) => b - a).Distinct().Count() > 1);
    }

    [Fact]
    public void Threads_OneOrMany_DecodeTheSame()
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File("a.mp4"), "testsrc2=size=320x240:rate=25:duration=1", "-c:v", "libx264", "-bf", "2");
        string[] one = FrameSupport.Each(path, FrameSupport.Hash, new VideoReaderOptions { DecoderThreads = 1 });
        Assert.Equal(25, one.Length);
        Assert.Equal(one, FrameSupport.Each(path, FrameSupport.Hash, new VideoReaderOptions { DecoderThreads = 4 }));
    }

    [Theory]
    [InlineData("yuv420p", "yuv420p")]
    [InlineData("yuvj422p", "yuv422p")]
    [InlineData("yuv420p10be", "yuv420p10le")]
    [InlineData("gray16be", "gray16le")]
    [InlineData("rgb48be", "rgb48le")]
    [InlineData("monob", "gray")]
    [InlineData("rgb565le", "gbrp")]
    [InlineData("bayer_rggb8", "gbrp")]
    [InlineData("grayf32le", "gray16le")]
    [InlineData("xyz12le", "yuv444p16le")]
    [InlineData("p010be", "p010le")]
    [InlineData("p010le", "p010le")]
    [InlineData("yuyv422", "yuyv422")]
    [InlineData("x2rgb10le", "gbrp10le")] // three components in one word: none can be written without the others
    [InlineData("x2bgr10le", "gbrp10le")]
    public void Frames_OfAnyFormat_ComeInTheNearestOneWithPlainSamples(string coded, string expected)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a.raw");
        File.WriteAllBytes(path, new byte[16 * 16 * 8]);
        var options = new VideoReaderOptions
        {
            Format = "rawvideo",
            InputOptions = new VideoReaderOptions().InputOptions.Add("pixel_format", coded).Add("video_size", "16x16"),
        };
        Assert.All(FrameSupport.Each(path, frame => frame.Format.Name, options), name => Assert.Equal(expected, name));
    }
}
