using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Encode;

public sealed class VideoWriterRoundTripTests
{
    [Theory]
    [InlineData("real-annotated-480x360-30fps.mp4")]
    [InlineData("oPolyp1_2s.mp4")]
    public void Ffv1_OfARealClip_KeepsEveryFrameBitForBit(string name)
    {
        using var folder = new TemporaryFolder();
        string input = RealData.At("videos", name);
        string output = folder.File("out.mkv");
        Transcode.Run(input, output, new VideoWriterOptions { Codec = "ffv1" });
        Assert.Equal(Ffmpeg.FrameHashes(input), Ffmpeg.FrameHashes(output));
    }

    [Theory]
    [InlineData("real-annotated-480x360-30fps.mp4", 253, "h264", "out.mp4")]
    [InlineData("oPolyp1_2s.mp4", 26, "hevc", "out.mp4")]
    [InlineData("oPolyp1_2s.mp4", 26, "h264", "out.mov")]
    public void Mp4_OfARealClip_KeepsEveryTime(string clip, int frames, string codec, string name)
    {
        using var folder = new TemporaryFolder();
        string input = RealData.At("videos", clip);
        string output = folder.File(name);
        var (statistics, notes) = Transcode.Run(input, output, new VideoWriterOptions { Codec = codec, Preset = "ultrafast" });
        Assert.Equal(frames, statistics.Frames);
        Assert.Empty(notes);
        Assert.Equal(Ffmpeg.Entry(input, "v:0", "time_base"), Ffmpeg.Entry(output, "v:0", "time_base"));
        Assert.Equal(Ffmpeg.FrameTimes(input), Ffmpeg.FrameTimes(output));
    }
}
