using System.Globalization;
using System.Text.Json;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Jobs;

/// <summary>A job on a part of a recording.</summary>
[Collection(NativeHandles.Name)]
public sealed class FileJobRangeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mkv", "mkv")]
    [InlineData("ts", "mkv")]
    [InlineData("mp4", "mov")]
    public async Task RunAsync_OfARange_BeginsAtZeroWithAllTracksInStep(string from, string to)
    {
        string input = MakeInput(from), output = _folder.File("out." + to);
        double begin = from == "ts" ? Math.Min(Seconds(input, "v:0")[0], Seconds(input, "a:0")[0]) : 0;
        FileJobReport report = await Run(input, output, 2.4, 1.2);
        Assert.Equal(30, report.FramesOut);
        Assert.DoesNotContain(report.Notes, note => note.StartsWith("times", StringComparison.Ordinal));

        double first = begin + 2.4;
        Assert.Equal(Of(Seconds(input, "v:0"), first), Seconds(output, "v:0"), Near);
        Assert.Equal(Of(Seconds(input, "a:0"), first), Seconds(output, "a:0"), Near);
        Assert.Equal(Seconds(_folder.File("m.mkv"), "v:0"), Seconds(output, "v:0"), Near);
        if (from != "ts")
        {
            // In MPEG-TS each packet has a header of its own.
            string[] sound = Ffmpeg.PacketHashes(output, "a:0"), source = Ffmpeg.PacketHashes(input, "a:0");
            int offset = Array.IndexOf(source, sound[0]);
            Assert.Equal(source[offset..(offset + sound.Length)], sound);
        }

        JsonElement[] lines = [.. File.ReadLines(_folder.File("d.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(30, lines.Length);
        Assert.Equal(0, lines[0].GetProperty("frame").GetInt32());
        Assert.Equal(Seconds(input, "v:0").First(time => time >= first - 1e-4), lines[0].GetProperty("time").GetDouble(), 3);
    }

    [Fact]
    public async Task RunAsync_OfARange_CutsTheChapters()
    {
        string input = _folder.File("in.mkv"), chapters = _folder.File("chapters.txt");
        await File.WriteAllTextAsync(chapters, string.Concat(";FFMETADATA1\n", Chapter("before", 0, 2000), Chapter("into", 2000, 3000), Chapter("out of", 3000, 6000), Chapter("after", 6000, 8000)),
            TestContext.Current.CancellationToken);
        Ffmpeg.Run("-i", MakeInput("ts"), "-i", chapters, "-map", "0", "-map_metadata", "1", "-c", "copy", input);
        await Run(input, _folder.File("out.mkv"), 2.4, 1.2);
        Assert.Equal(["0.000000,0.600000,into", "0.600000,1.200000,out of"],
            Ffmpeg.Probe(_folder.File("out.mkv"), "-show_entries", "chapter=start_time,end_time:chapter_tags=title", "-of", "csv=p=0"));

        static string Chapter(string title, int start, int end) => $"[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\ntitle={title}\n";
    }

    private async Task<FileJobReport> Run(string input, string output, double start, double duration)
    {
        var options = new FileJobOptions
        {
            Input = input,
            Output = output,
            Masks = _folder.File("m.mkv"),
            Detections = _folder.File("d.jsonl"),
            Overlay = new OverlayOptions { Style = OverlayStyle.None },
            Reader = new VideoReaderOptions { Start = TimeSpan.FromSeconds(start), Duration = TimeSpan.FromSeconds(duration) },
            Writer = new VideoWriterOptions { Preset = "ultrafast" },
        };
        using FileJob job = FileJob.Open(options, new PipelineMetrics("test", TimeProvider.System), TestContext.Current.CancellationToken);
        return await job.RunAsync(new ScriptedSegmenter(), TestContext.Current.CancellationToken);
    }

    private string MakeInput(string ending)
    {
        string path = _folder.File("film." + ending);
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=8", "-f", "lavfi", "-i", "sine=duration=8",
            "-c:v", "libx264", "-bf", "2", "-g", "75", "-preset", "ultrafast", "-c:a", "aac", path);
        return path;
    }

    /// <summary>Those that begin in the range, counted from its start.</summary>
    private static double[] Of(double[] times, double start) => [.. times.Where(time => time >= start - 1e-4 && time < start + 1.2 - 1e-4).Select(time => time - start)];

    private static double[] Seconds(string path, string stream) =>
        [.. Ffmpeg.Probe(path, "-select_streams", stream, "-show_entries", "packet=pts_time", "-of", "csv=p=0").Select(line => double.Parse(line.TrimEnd(','), CultureInfo.InvariantCulture)).Order()];

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 0.0011; // Matroska keeps milliseconds
}
