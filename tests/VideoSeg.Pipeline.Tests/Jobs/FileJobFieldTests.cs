using System.Diagnostics;
using System.Text.Json;
using VideoSeg.Model;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.Pipeline.Tracking;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Jobs;

/// <summary>A job that keeps to the field of view: a lit circle with a bright disc in it, and bright letters beside it.</summary>
[Collection(NativeHandles.Name)]
public sealed class FileJobFieldTests : IDisposable
{
    private const int Width = 320;
    private const int Height = 240;

    private readonly TemporaryFolder _folder = new();
    private readonly PipelineMetrics _metrics = new("test", TimeProvider.System);

    public void Dispose()
    {
        Assert.Equal(0, _metrics.Ledger.InFlight);
        Assert.Equal(default, MediaLibrary.LiveHandles);
        _folder.Dispose();
    }

    [Theory]
    [InlineData("in.mp4", 2, 12)]
    [InlineData("in.mkv", 250, 5)] // one key picture: the first frames are looked at too
    public async Task RunAsync_FieldWithTextBesideIt_LooksAndDrawsInTheFieldOnly(string name, int keyEvery, int pictures)
    {
        string input = Make(name, 40, "-g", $"{keyEvery}");
        FileJobOptions options = Options(input) with { Masks = _folder.File("masks"), Detections = _folder.File("d.jsonl") };
        FileJobReport report = await Run(options);
        Assert.Equal(FieldShape.Circle, report.Field!.Shape);
        Assert.Equal(pictures, report.FieldPictures);
        Assert.InRange(report.Field.Bounds.X, 60, 63);
        Assert.InRange(report.Field.Bounds.Height, 194, 200);
        foreach (string line in File.ReadLines(options.Detections!))
        {
            JsonElement polyp = Assert.Single(JsonDocument.Parse(line).RootElement.GetProperty("polyps").EnumerateArray());
            Assert.Equal(Math.PI * 25 * 25, polyp.GetProperty("area").GetDouble(), 250.0);
        }

        Picture mask = ImageFile.Read(Path.Combine(options.Masks!, "frame-000003.png"));
        Assert.Contains((byte)255, mask.Data);
        for (int p = 0; p < mask.Data.Length; p++)
        {
            Assert.True(mask.Data[p] == 0 || report.Field.Contains(p % Width, p / Width));
        }

        FileJobReport whole = await Run(options with { Output = _folder.File("whole.mkv"), Masks = null, Detections = null, Field = FieldSetting.Whole });
        Assert.True(whole.Field!.IsWhole);
        Assert.True(whole.Detections > report.Detections);
    }

    [Theory]
    [InlineData(OverlayStyle.Contour)]
    [InlineData(OverlayStyle.Fill)]
    [InlineData(OverlayStyle.Heatmap)]
    [InlineData(OverlayStyle.Box)]
    public async Task RunAsync_PolypAtTheEdgeOfTheField_IsDrawnOnInsideOnly(OverlayStyle style)
    {
        string input = Make("in.mkv", 4, "-g", "1");
        FileJobOptions options = Options(input) with { Field = FieldSetting.Circle(100, 120, 62), Overlay = new OverlayOptions { Style = style } };
        FileJobReport report = await Run(options);
        Assert.Equal(0, report.FieldPictures);
        Assert.Equal(4, report.FramesWithPolyps);
        FieldOfView field = FieldOfView.Circle(Width, Height, 100, 120, 62);
        byte[][] before = Luma(input), after = Luma(options.Output);
        for (int i = 0; i < before.Length; i++)
        {
            Assert.NotEqual(before[i], after[i]);
            for (int p = 0; p < before[i].Length; p++)
            {
                Assert.True(before[i][p] == after[i][p] || field.Contains(p % Width, p / Width), $"frame {i}: ({p % Width}, {p / Width}) was drawn on");
            }
        }
    }

    [Fact]
    public async Task RunAsync_Pipe_FindsTheFieldInItsFirstFrames()
    {
        string input = Make("in.ts", 40, "-g", "20"), pipe = _folder.File("pipe");
        using (Process make = Process.Start("mkfifo", [pipe]))
        {
            make.WaitForExit();
        }

        using Process writer = Process.Start("bash", ["-c", "cat \"$0\" > \"$1\" 2>/dev/null", input, pipe]);
        FileJobReport report = await Run(Options(pipe));
        await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((40, 40, 12, FieldShape.Circle), (report.FramesIn, report.FramesOut, report.FieldPictures, report.Field!.Shape));
        Assert.Equal(40, report.Detections);
    }

    [Fact]
    public async Task RunAsync_PipeOfFewFrames_FindsTheFieldInThem()
    {
        string input = Make("in.ts", 3, "-g", "20"), pipe = _folder.File("pipe");
        using (Process make = Process.Start("mkfifo", [pipe]))
        {
            make.WaitForExit();
        }

        using Process writer = Process.Start("bash", ["-c", "cat \"$0\" > \"$1\" 2>/dev/null", input, pipe]);
        FileJobReport report = await Run(Options(pipe));
        Assert.Equal((3, 3, FieldShape.Circle), (report.FramesOut, report.FieldPictures, report.Field!.Shape));
    }

    [Fact]
    public async Task RunAsync_RecordingThatBeginsDark_FindsTheFieldFartherOn()
    {
        string input = _folder.File("dark.mp4");
        Ffmpeg.Make(input, Film(200), "-vf", "drawbox=t=fill:color=black:enable='lt(t,5)'", "-c:v", "libx264", "-preset", "ultrafast", "-g", "10");
        FileJobReport report = await Run(Options(input));
        Assert.Equal(FieldShape.Circle, report.Field!.Shape);
    }

    [Fact]
    public async Task RunAsync_SizeThatChanges_ScalesTheField()
    {
        byte[] large = await File.ReadAllBytesAsync(Make("large.ts", 20, "-g", "5"), TestContext.Current.CancellationToken);
        byte[] small = await File.ReadAllBytesAsync(Make("small.ts", 20, "-g", "5", "-vf", "scale=160:120"), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_folder.File("both.ts"), [.. large, .. small], TestContext.Current.CancellationToken);
        FileJobOptions options = Options(_folder.File("both.ts")) with { Detections = _folder.File("d.jsonl"), Field = FieldSetting.Circle(160, 120, 98) };
        FileJobReport report = await Run(options);
        Assert.InRange(report.FramesOut, 38, 40); // where the two are joined the decoder may lose one
        double[] areas = [.. File.ReadLines(options.Detections!).Select(line =>
            Assert.Single(JsonDocument.Parse(line).RootElement.GetProperty("polyps").EnumerateArray()).GetProperty("area").GetDouble())];
        Assert.Equal(areas[5], 4 * areas[^3], 0.1 * areas[5]);
    }

    [Theory]
    [InlineData("yuv420p")]
    [InlineData("yuv444p")]
    [InlineData("nv12")]
    public async Task RunAsync_Redacted_IsBlackOutsideAndTheSourceInside(string format)
    {
        string input = _folder.File("in.nut");
        Ffmpeg.Make(input, Film(8), "-vf", "hue=s=0:b=0,colorchannelmixer=rb=0.2", "-pix_fmt", format, "-c:v", "rawvideo");
        FileJobOptions options = Options(input) with { Overlay = new OverlayOptions { Style = OverlayStyle.None }, Redact = true, Touched = _folder.File("touched.mkv") };
        FileJobReport report = await Run(options);
        Assert.Equal(FieldShape.Circle, report.Field!.Shape);
        byte[][] source = Samples(input), redacted = Samples(options.Output), touched = Luma(options.Touched);
        for (int i = 0; i < source.Length; i++)
        {
            for (int p = 0; p < source[i].Length / 3; p++)
            {
                int x = p % Width, y = p / Width;
                bool isInside = report.Field.Contains(x, y);
                Assert.Equal(isInside ? source[i][p] : 16, redacted[i][p]);
                foreach (int chroma in new[] { 1, 2 })
                {
                    byte was = source[i][(chroma * Width * Height) + p], now = redacted[i][(chroma * Width * Height) + p];
                    Assert.True(now == 128 || isInside, $"({x}, {y}) outside the field keeps its colour");
                    Assert.True(now == was || touched[i][p] == 255, $"({x}, {y}) has changed, which is not told");
                }

                Assert.True(isInside || touched[i][p] == 255);
            }

            Assert.Equal(0, touched[i][(120 * Width) + 160]);
        }

        // Without subsampling, so that each pixel has its chroma.
        static byte[][] Samples(string path) => [.. Ffmpeg.Samples(path, "yuv444p", "scale=flags=neighbor").Chunk(3 * Width * Height)];
    }

    [Fact]
    public async Task RunAsync_RedactedWithOtherPictures_LeavesThemOut()
    {
        string cover = Ffmpeg.Make(_folder.File("cover.png"), "testsrc2=s=64x64:d=1", "-frames:v", "1"), input = _folder.File("in.mkv");
        Ffmpeg.Run("-i", Make("plain.mkv", 8, "-g", "1"), "-i", Make("second.mkv", 8, "-g", "1"), "-f", "lavfi", "-i", "sine=duration=0.3", "-map", "0", "-map", "1", "-map", "2", "-c:v", "copy", "-attach", cover, "-metadata:s:t", "mimetype=image/png", input);
        FileJobOptions options = Options(input) with { Redact = true };
        FileJobReport report = await Run(options);
        Assert.Equal(2, report.Notes.Count(note => note.EndsWith("is left out: its pictures would not be redacted", StringComparison.Ordinal)));
        Assert.Equal(["video", "audio"], Ffmpeg.Probe(options.Output, "-show_entries", "stream=codec_type", "-of", "csv=p=0"));
    }

    [Fact]
    public void Open_NothingToRedact_IsRefused()
    {
        string input = Ffmpeg.Make(_folder.File("full.mp4"), "testsrc2=s=160x120:d=1:r=25", "-c:v", "libx264");
        var fault = Assert.Throws<VideoSegException>(() => FileJob.Open(Options(input) with { Redact = true }, _metrics));
        Assert.Equal(FaultKind.Input, fault.Kind);
        Assert.Contains("Give the field (--field box:X,Y,WIDTH,HEIGHT), or leave --redact out", fault.Message, StringComparison.Ordinal);
        FileJob.Open(Options(input) with { Redact = true, Field = FieldSetting.Circle(80, 60, 50) }, _metrics).Dispose();
    }

    [Fact]
    public async Task RunAsync_NothingToRedactInAPipe_FailsAndWritesNoFrame()
    {
        string input = Ffmpeg.Make(_folder.File("full.ts"), "testsrc2=s=160x120:d=2:r=25", "-c:v", "mpeg2video"), pipe = _folder.File("pipe");
        using (Process make = Process.Start("mkfifo", [pipe]))
        {
            make.WaitForExit();
        }

        using Process writer = Process.Start("bash", ["-c", "cat \"$0\" > \"$1\" 2>/dev/null", input, pipe]);
        FileJobOptions options = Options(pipe) with { Redact = true };
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => Run(options));
        Assert.Equal(FaultKind.Input, fault.Kind);
        Assert.Equal(0, _metrics.Ledger.Delivered);
        Assert.False(File.Exists(options.Output) && new FileInfo(options.Output).Length > 5000);
        writer.Kill();
    }

    [Fact]
    public void Open_FieldOutsideThePicture_IsRefused()
    {
        FileJobOptions options = Options(Make("in.mp4", 4)) with { Field = FieldSetting.Box(new PixelRegion(400, 0, 10, 10)) };
        var fault = Assert.Throws<VideoSegException>(() => FileJob.Open(options, _metrics));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.False(File.Exists(options.Output));
    }

    private async Task<FileJobReport> Run(FileJobOptions options)
    {
        using FileJob job = FileJob.Open(options, _metrics, TestContext.Current.CancellationToken);
        return await job.RunAsync(new ScriptedSegmenter(160), TestContext.Current.CancellationToken);
    }

    private FileJobOptions Options(string input) => new()
    {
        Input = input,
        Output = _folder.File("out.mkv"),
        Writer = new VideoWriterOptions { Codec = "ffv1" },
        Steady = new SteadyOptions { Enabled = false },
    };

    private static string Film(int frames) => $"color=c=black:s={Width}x{Height}:r=25:d={frames / 25.0},format=yuv420p," +
        "geq=lum='if(lt(hypot(X-140,Y-120),25),225,if(lt(hypot(X-160,Y-120),100),90,if(lt(X,45)*lt(mod(Y,24),12)*lt(mod(X,8),4),235,16)))':cb=128:cr=128";

    private string Make(string name, int frames, params string[] arguments) =>
        Ffmpeg.Make(_folder.File(name), Film(frames), [.. name.EndsWith(".ts", StringComparison.Ordinal) ? ["-c:v", "mpeg2video", "-q:v", "2"] : new[] { "-c:v", "libx264", "-crf", "10", "-preset", "ultrafast" }, .. arguments]);

    private static byte[][] Luma(string path) => FrameSupport.Each(path, frame => FrameSupport.Samples(frame.Planes)[..(Width * Height)]);
}
