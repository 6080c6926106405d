using System.Diagnostics;
using VideoSeg.Model;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Capture;

/// <summary>Reading from a start to an end.</summary>
public sealed class VideoReaderRangeTests : IDisposable
{
    private const string Film = "testsrc2=size=160x120:rate=25:duration=8";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("b-frames.mp4", "-c:v libx264 -bf 3 -g 60 -preset ultrafast -x264-params open-gop=1")]
    [InlineData("b-frames.mkv", "-c:v libx264 -bf 3 -g 100 -preset ultrafast")]
    [InlineData("h264.ts", "-c:v libx264 -bf 2 -g 90 -preset ultrafast")]
    [InlineData("mpeg2.ts", "-c:v mpeg2video -bf 2 -g 30")]
    [InlineData("program.mpg", "-c:v mpeg2video -bf 2 -g 30")]
    [InlineData("mpeg4.avi", "-c:v mpeg4 -g 50")]
    [InlineData("lossless.mov", "-c:v png")]
    [InlineData("flash.flv", "-c:v libx264 -g 40 -preset ultrafast")]
    [InlineData("raw.h264", "-c:v libx264 -bf 0 -g 40 -preset ultrafast")]
    [InlineData("frame-%03d.png", "-c:v png")]
    public void Frames_OfARange_AreThoseThatBeginInIt(string name, string arguments)
    {
        string path = Ffmpeg.Make(_folder.File(name), Film, arguments.Split(' '));
        (string Hash, double Time)[] all = Frames(path, new VideoReaderOptions());
        Assert.Equal(200, all.Length);
        double begin = all.Min(frame => frame.Time);
        foreach ((double start, double duration) in new[] { (0, 0.3), (0.5, 0.5), (1.37, 0.9), (3.999, 0.7), (5.2, 100) })
        {
            var options = new VideoReaderOptions { Start = TimeSpan.FromSeconds(start), Duration = TimeSpan.FromSeconds(duration) };
            double first = begin + start - 1e-3, last = begin + start + duration - 1e-3;
            Assert.Equal(all.Where(frame => frame.Time >= first && frame.Time < last), Frames(path, options));
        }
    }

    [Theory]
    [InlineData("a.mp4", "1.4", "0.9")]
    [InlineData("a.mkv", "2.96", "1.2")]
    [InlineData("a.mov", "4", "2")]
    public void Frames_OfARange_AreFfmpegs(string name, string start, string duration)
    {
        string path = Ffmpeg.Make(_folder.File(name), Film, "-c:v", "libx264", "-bf", "3", "-g", "75", "-preset", "ultrafast");
        string[] expected = [.. Ffmpeg.Output("-ss", start, "-t", duration, "-i", path, "-fps_mode", "passthrough", "-f", "framemd5", "-").Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#').Select(line => string.Join(' ', line.Split(',', StringSplitOptions.TrimEntries)[4..6]))];
        Assert.Equal(expected, FrameSupport.Each(path, FrameSupport.Hash, Range(start, duration)));
    }

    [Fact]
    public void Frames_OfARangeBehindAFilter_AreFilteredFromItsStartOn()
    {
        string path = Ffmpeg.Make(_folder.File("a.mp4"), Film, "-c:v", "libx264", "-g", "75", "-preset", "ultrafast");
        VideoReaderOptions options = Range("2", "2") with { Filter = "fps=5,negate" };
        double[] times = FrameSupport.Each(path, frame => frame.Time.TotalSeconds, options);
        Assert.Equal(10, times.Length);
        Assert.Equal(2.0, times[0], 3);
        using VideoReader reader = FrameSupport.Open(path, options);
        Assert.Equal(10, reader.Video.ExpectedFrames);
        Assert.Equal(2.0, reader.Video.Origin * reader.Video.TimeBase.Value, 3);
    }

    [Fact]
    public void Packets_OfOtherTracks_AreThoseThatBeginInTheRange()
    {
        string path = _folder.File("a.mp4");
        Ffmpeg.Run("-f", "lavfi", "-i", Film, "-f", "lavfi", "-i", "sine=duration=8", "-c:v", "libx264", "-g", "75", "-preset", "ultrafast", "-c:a", "aac", path);
        double[] all = Packets(path, new VideoReaderOptions());
        double[] expected = [.. all.Where(time => time is >= 3.3 and < 4.8)];
        Assert.InRange(expected.Length, 60, 70);
        Assert.Equal(expected, Packets(path, Range("3.3", "1.5")));
    }

    [Fact]
    public void Frames_OfARangeOfAPipe_AreReadUpTo()
    {
        string path = Ffmpeg.Make(_folder.File("a.ts"), Film, "-c:v", "mpeg2video", "-bf", "2", "-g", "30");
        string pipe = _folder.File("pipe");
        using (Process make = Process.Start("mkfifo", [pipe]))
        {
            make.WaitForExit();
        }

        using Process writer = Process.Start("bash", ["-c", "cat \"$0\" > \"$1\" 2>/dev/null", path, pipe]);
        (string, double)[] read = Frames(pipe, Range("5.2", "1"));
        writer.WaitForExit();
        Assert.Equal(25, read.Length);
        Assert.Equal(Frames(path, Range("5.2", "1")), read);
    }

    [Theory]
    [InlineData("a.mp4", "2", "0.5", 13)] // 2.00 to 2.48
    [InlineData("a.mkv", "2", "0.5", 13)]
    [InlineData("a.mp4", "7", "5", 25)]
    [InlineData("a.mp4", "0", "1", 25)]
    public void ExpectedFrames_OfARange_AreItsOwn(string name, string start, string duration, int expected)
    {
        string path = Ffmpeg.Make(_folder.File(name), Film, "-c:v", "libx264", "-preset", "ultrafast");
        using VideoReader reader = FrameSupport.Open(path, Range(start, duration));
        Assert.InRange(reader.Video.ExpectedFrames!.Value, expected - 1, expected);
        int frames = 0;
        FrameSupport.ReadAll(reader, _ => frames++);
        Assert.Equal(expected, frames);
    }

    [Theory]
    [InlineData("a.mp4", "-c:v libx264 -preset ultrafast", "8", "a recording of 8.000 s")]
    [InlineData("a.mkv", "-c:v ffv1", "9:00", "a recording of 8.000 s")]
    [InlineData("raw.h264", "-c:v libx264 -bf 0 -preset ultrafast", "20", "a recording that ends before")]
    public void Read_StartPastTheEnd_SaysSo(string name, string arguments, string start, string said)
    {
        string path = Ffmpeg.Make(_folder.File(name), Film, arguments.Split(' '));
        var options = new VideoReaderOptions { Start = start.Contains(':', StringComparison.Ordinal) ? TimeSpan.FromMinutes(9) : TimeSpan.FromSeconds(double.Parse(start)) };
        var fault = Assert.Throws<VideoSegException>(() => Frames(path, options));
        Assert.Equal(FaultKind.Input, fault.Kind);
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.Contains("Choose an earlier start", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFrameInTheRange_SaysSo()
    {
        string path = Ffmpeg.Make(_folder.File("a.mp4"), Film, "-c:v", "libx264", "-preset", "ultrafast");
        var fault = Assert.Throws<VideoSegException>(() => Frames(path, Range("1.01", "0.01")));
        Assert.Contains("no frame in it between 1.010 s and 1.020 s", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TimesBelowZero_AreRefusedTogether()
    {
        var options = new VideoReaderOptions { Start = TimeSpan.FromSeconds(-1), Duration = TimeSpan.Zero };
        var fault = Assert.Throws<VideoSegException>(() => VideoReader.Open("any.mp4", options));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains("Start: expected a time of 0 or more", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Duration: expected a time above 0", fault.Message, StringComparison.Ordinal);
    }

    private static VideoReaderOptions Range(string start, string duration) =>
        new() { Start = TimeSpan.FromSeconds(double.Parse(start)), Duration = TimeSpan.FromSeconds(double.Parse(duration)) };

    private static (string Hash, double Time)[] Frames(string path, VideoReaderOptions options) =>
        FrameSupport.Each(path, frame => (FrameSupport.Hash(frame), Math.Round(frame.Time.TotalSeconds, 4)), options);

    private static double[] Packets(string path, VideoReaderOptions options)
    {
        using VideoReader reader = FrameSupport.Open(path, options);
        var times = new List<double>();
        FrameSupport.ReadAll(reader, onPacket: packet => times.Add(packet.PresentationTime!.Value * packet.TimeBase.Value));
        return [.. times];
    }
}
