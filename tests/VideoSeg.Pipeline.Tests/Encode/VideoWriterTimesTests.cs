using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Encode;

public sealed class VideoWriterTimesTests
{
    /// <summary>No B-frames: MP4 keeps the duration of the frame that is decoded last, AVI no order but that of decoding.</summary>
    private static readonly VideoWriterOptions Ordered = new() { EncoderOptions = new VideoWriterOptions().EncoderOptions.Add("bf", "0") };

    [Theory]
    [InlineData("h264", "-g 1000")]
    [InlineData("hevc", "-bf 3")]
    [InlineData("ffv1", "-bf 2")]
    public void Mp4_OfVariableRateVideoWithBFrames_KeepsEveryTimeAndDuration(string codec, string arguments)
    {
        using var folder = new TemporaryFolder();
        string input = VariableRate(folder, "variable.mp4", arguments.Split(' '));
        string output = folder.File(codec == "ffv1" ? "out.nut" : "out.mp4");
        var (_, notes) = Transcode.Run(input, output, new VideoWriterOptions { Codec = codec });
        Assert.Empty(notes);
        Assert.Equal(Times(input), Times(output));
        Assert.Equal(Ffmpeg.FrameTimes(input).Length, Ffmpeg.FrameTimes(output).Length);
    }

    [Fact]
    public void Mp4_WithACoarseTimeBase_KeepsTheStartOfTheSound()
    {
        using var folder = new TemporaryFolder();
        string input = folder.File("in.mkv"), output = folder.File("out.mp4");
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc2=size=64x64:rate=25:duration=1", "-itsoffset", "0.039", "-f", "lavfi", "-i", "sine=duration=1", "-c:v", "libx264", "-c:a", "mp2", input);
        using VideoReader reader = FrameSupport.Open(input);
        VideoStreamInfo video = reader.Video with { TimeBase = new Rational(1, 25) };
        using (var writer = VideoWriter.Create(output, new VideoWriterOptions(), video, [.. reader.OtherTracks], TestContext.Current.CancellationToken))
        {
            FrameSupport.ReadAll(reader, writer.Write, writer.Write);
            writer.Finish();
        }

        double start = double.Parse(Ffmpeg.Entry(input, "a:0", "start_time"));
        Assert.InRange(start, 0.02, 0.039);
        Assert.Equal(start, double.Parse(Ffmpeg.Entry(output, "a:0", "start_time")), 0.0005);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => (long)i), Ffmpeg.FrameTimes(output));
    }

    [Fact]
    public void Mp4_OfATransportStreamThatStartsLate_KeepsEveryTime()
    {
        using var folder = new TemporaryFolder();
        string input = Ffmpeg.Make(folder.File("in.ts"), "testsrc2=size=64x64:rate=30000/1001:duration=1",
            "-f", "lavfi", "-i", "sine=duration=1", "-c:v", "libx264", "-bf", "2", "-c:a", "aac", "-output_ts_offset", "12.3457");
        string output = folder.File("out.mp4");
        Transcode.Run(input, output, new VideoWriterOptions());
        Assert.Equal(Ffmpeg.FrameTimes(input), Ffmpeg.FrameTimes(output));
        Assert.Equal("1/90000", Ffmpeg.Entry(output, "v:0", "time_base"));
        double[] starts = [.. new[] { input, output }.Select(path => double.Parse(Ffmpeg.Entry(path, "a:0", "start_time")))];
        Assert.Equal(starts[0], starts[1], 0.0001);
    }

    [Fact]
    public void Matroska_OfVideoWithSoundThatBeginsBeforeZero_KeepsTimesToTheMillisecondAndSaysSo()
    {
        using var folder = new TemporaryFolder();
        string input = Ffmpeg.Make(folder.File("in.mp4"), "testsrc2=size=64x64:rate=30:duration=1", "-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac");
        string output = folder.File("out.mkv");
        var (_, notes) = Transcode.Run(input, output, new VideoWriterOptions());
        Assert.Equal(Ffmpeg.FrameTimes(input).Select(time => Math.Round(time / 15.36, MidpointRounding.AwayFromZero)), Ffmpeg.FrameTimes(output).Select(time => (double)time));
        Assert.Contains("the container matroska keeps times in units of 1/1000 s, the source in 1/15360 s: times are rounded", notes);
    }

    [Fact]
    public void Avi_OfVariableRateVideo_RoundsTimesToFramesAndSaysSo()
    {
        using var folder = new TemporaryFolder();
        string input = Ffmpeg.Make(folder.File("in.mp4"), "testsrc2=size=64x64:rate=25:duration=1");
        string output = folder.File("out.avi");
        var (_, notes) = Transcode.Run(input, output, Ordered);
        Assert.Contains("the container avi keeps a constant rate: times are rounded to multiples of 1/25 s", notes);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => (long)i), Ffmpeg.FrameTimes(output));
    }

    [Fact]
    public void Write_OfFramesWhoseTimesDoNotRise_MovesAndCountsThem()
    {
        using var folder = new TemporaryFolder();
        string output = folder.File("out.mp4");
        var video = new VideoStreamInfo { Width = 32, Height = 32, Format = PixelFormat.Yuv420P, TimeBase = new Rational(1, 1000), FrameRate = new Rational(25, 1) };
        using var frames = new FrameAllocator(32, 32, PixelFormat.Yuv420P, video.TimeBase, ColorTags.Bt709);
        using var writer = VideoWriter.Create(output, new VideoWriterOptions(), video, [], TestContext.Current.CancellationToken);
        foreach (long time in new[] { 0, 40, 40, 30, 120 })
        {
            using VideoFrame frame = frames.Allocate(time, 40);
            writer.Write(frame);
        }

        writer.Finish();
        Assert.Equal((2, 0), (writer.Statistics.MovedTimes, writer.Statistics.TimeJumps));
        Assert.Contains(writer.Notes, note => note.StartsWith("times that do not lie after the one before: 2;", StringComparison.Ordinal));
        Assert.Equal([0, 40, 41, 42, 120], Ffmpeg.FrameTimes(output));
    }

    [Fact]
    public void Write_OfFramesInAnotherTimeBase_RescalesTheirTimesAndDurations()
    {
        using var folder = new TemporaryFolder();
        string output = folder.File("out.mp4");
        var video = new VideoStreamInfo { Width = 32, Height = 32, Format = PixelFormat.Yuv420P, TimeBase = new Rational(1, 1000) };
        using var frames = new FrameAllocator(32, 32, PixelFormat.Yuv420P, new Rational(1, 25), ColorTags.Bt709);
        using var writer = VideoWriter.Create(output, Ordered, video, [], TestContext.Current.CancellationToken);
        for (int i = 0; i < 4; i++)
        {
            using VideoFrame frame = frames.Allocate(i, i < 3 ? 1 : 5);
            writer.Write(frame);
        }

        writer.Finish();
        Assert.Equal([0, 40, 80, 120], Ffmpeg.FrameTimes(output));
        Assert.Equal(0.32, double.Parse(Ffmpeg.Entry(output, "v:0", "duration")), 1e-6);
    }

    [Theory]
    [InlineData("h264")]
    [InlineData("hevc")]
    [InlineData("mpeg4")]
    public void Finish_AfterOneTwoOrThreeFrames_HasWrittenThemAtTheirTimes(string codec)
    {
        using var folder = new TemporaryFolder();
        var video = new VideoStreamInfo { Width = 64, Height = 64, Format = PixelFormat.Yuv420P, TimeBase = new Rational(1, 25), FrameRate = new Rational(25, 1) };
        using var frames = new FrameAllocator(64, 64, PixelFormat.Yuv420P, video.TimeBase, ColorTags.Bt709);
        for (int count = 1; count <= 3; count++)
        {
            string output = folder.File($"{count}.mp4");
            using var writer = VideoWriter.Create(output, new VideoWriterOptions { Codec = codec }, video, [], TestContext.Current.CancellationToken);
            for (int i = 0; i < count; i++)
            {
                using VideoFrame frame = frames.Allocate(i, 1);
                writer.Write(frame);
            }

            writer.Finish();
            Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), Ffmpeg.FrameTimes(output));
        }
    }

    private static string VariableRate(TemporaryFolder folder, string name, string[] arguments) =>
        Ffmpeg.Make(folder.File(name), "testsrc2=size=64x64:rate=30:duration=3",
            ["-vf", "select='not(mod(n,3))+gt(n,60)'", "-fps_mode", "vfr", "-c:v", "libx264", .. arguments]);

    private static string[] Times(string path) =>
        [.. Ffmpeg.Probe(path, "-select_streams", "v:0", "-show_entries", "frame=best_effort_timestamp_time", "-of", "csv=p=0").Select(line => line.TrimEnd(','))];
}
