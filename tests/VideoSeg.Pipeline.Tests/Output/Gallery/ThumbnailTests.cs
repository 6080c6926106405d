using VideoSeg.Model;
using VideoSeg.Model.Images;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.Pipeline.Tracking;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Output.Gallery;

[Collection(NativeHandles.Name)]
public sealed class ThumbnailTests : IDisposable
{
    // Two bright discs over a dark ground: one on the left all the time, one on the right in the second second only. Frames 20 to 24 have a fine
    // texture and a ground that is green; all others are flat and gray.
    private const string Discs = "color=c=black:s=320x240:r=25:d=2,format=yuv444p,geq=" +
        "lum='if(lt(hypot(X-80,Y-120),40)+gt(N,24)*lt(hypot(X-250,Y-60),20),215+between(N,20,24)*12*sin(X*2)*sin(Y*2),50)':" +
        "cb='if(between(N,20,24),90,128)':cr='if(between(N,20,24),90,128)'";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_TwoPolyps_GivesTheBestViewOfEachWithoutAndWithItsOutline()
    {
        FileJobOptions options = Options(Make(Discs));
        FileJobReport report = await Run(options);
        Assert.Equal(2, report.Polyps);
        Assert.Equal(["polyp-001-outline.jpg", "polyp-001.jpg", "polyp-002-outline.jpg", "polyp-002.jpg"], Names());

        // The disc is 80 pixels wide; 30 % of it lie on each side.
        Picture first = Read("polyp-001.jpg");
        Assert.InRange(first.Width, 120, 136);
        Assert.Equal(first.Width, first.Height);
        Assert.True(At(first, 4, 4) is var (red, green, _) && green > red + 30, "expected one of the green frames, whose texture is the sharpest");
        Assert.True(At(first, first.Width / 2, first.Height / 2).Green > 170);
        Assert.Equal(0, Cyan(first));
        Assert.InRange(Cyan(Read("polyp-001-outline.jpg")), 100, 2000);

        // A small one is shown in its surroundings, here with the picture's edge as a limit.
        Assert.Equal((96, 96), (Read("polyp-002.jpg").Width, Read("polyp-002.jpg").Height));
        Assert.Contains("pictures", report.Steps.Select(step => step.Name));
    }

    [Fact]
    public async Task RunAsync_BoxesDrawnOnTheVideo_AreNotInThePlainPicture()
    {
        await Run(Options(Make(Discs)) with { Overlay = new OverlayOptions { Style = OverlayStyle.Box, LineWidth = 6 } });
        Assert.Equal(0, Cyan(Read("polyp-001.jpg")));
    }

    [Theory]
    [InlineData("yuv420p")]
    [InlineData("yuv444p")]
    public async Task RunAsync_TextBesideTheField_IsInNoPicture(string format)
    {
        // A disc near the edge of a round field; all around the field is a bright green that would be in the picture's corners.
        string input = _folder.File("in.mkv");
        Ffmpeg.Make(input, $"color=c=black:s=320x240:r=25:d=1,format={format},geq=lum='if(lte(hypot(X-160,Y-120),100),if(lt(hypot(X-215,Y-70),18),225,50),150)':" +
            (format == "yuv420p" ? "cb='if(lte(hypot(X-80,Y-60),50),128,30)':cr='if(lte(hypot(X-80,Y-60),50),128,30)'" : "cb='if(lte(hypot(X-160,Y-120),100),128,30)':cr='if(lte(hypot(X-160,Y-120),100),128,30)'"),
            "-c:v", "ffv1");
        await Run(Options(input) with { Field = FieldSetting.Circle(160, 120, 100) });
        foreach (string name in Names())
        {
            Picture picture = Read(name);
            bool isOutlined = name.Contains("outline", StringComparison.Ordinal);
            Assert.Contains((0, 0, 0), Enumerable.Range(0, picture.Width).Select(x => At(picture, x, 0)));
            Assert.DoesNotContain(Enumerable.Range(0, picture.Width * picture.Height), i =>
                At(picture, i % picture.Width, i / picture.Width) is var (red, green, blue) && green > red + 40 && green > blue + 40 && !isOutlined);
        }
    }

    [Fact]
    public async Task RunAsync_TurnedRecordingWithWidePixels_GivesUprightPictures()
    {
        // A flat ellipse of 80 x 40 samples with pixels half as wide as high is a circle on the screen, its upper half brighter; players turn it.
        string plain = Make("color=c=black:s=320x120:r=25:d=1,format=yuv420p,geq=lum='if(lt(hypot((X-100)/2,Y-60),20),if(lt(Y,60),235,190),50)':cb=128:cr=128,setsar=1/2");
        string turned = _folder.File("turned.mp4");
        Ffmpeg.Run("-i", plain, "-c", "copy", "-metadata:s:v:0", "rotate=90", turned);
        await Run(Options(turned));
        Picture picture = Read("polyp-001.jpg");
        Assert.Equal((96, 96), (picture.Width, picture.Height));

        // Players turn it to the left, as FFmpeg does: what was above is on the left.
        Assert.True(At(picture, 38, 48).Green > At(picture, 58, 48).Green + 25);
        Assert.True(At(picture, 48, 34).Green > 170 && At(picture, 48, 62).Green > 170);
        Assert.True(At(picture, 48, 20).Green < 80 && At(picture, 20, 48).Green < 80);
    }

    [Fact]
    public async Task RunAsync_NothingFound_LeavesAnEmptyFolder()
    {
        FileJobOptions options = Options(Make("color=c=black:s=64x64:r=25:d=1"));
        await Run(options);
        Assert.Empty(Names());
    }

    [Fact]
    public async Task RunAsync_PicturesOfAnEarlierRun_AreReplacedOnlyWhereAllowed()
    {
        FileJobOptions options = Options(Make(Discs));
        Directory.CreateDirectory(options.Thumbnails!);
        string[] old = [Path.Combine(options.Thumbnails!, "polyp-001.jpg"), Path.Combine(options.Thumbnails!, "polyp-099.jpg"), Path.Combine(options.Thumbnails!, "notes.txt")];
        Array.ForEach(old, path => File.WriteAllText(path, "precious"));
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => Run(options));
        Assert.Equal(FaultKind.Output, fault.Kind);
        Assert.All(old, path => Assert.Equal("precious", File.ReadAllText(path)));
        await Run(options with { Writer = options.Writer with { Overwrite = true } });
        Assert.Equal(["notes.txt", "polyp-001-outline.jpg", "polyp-001.jpg", "polyp-002-outline.jpg", "polyp-002.jpg"], Names());
    }

    [Fact]
    public void Open_WithoutSteadying_IsRefused()
    {
        FileJobOptions options = Options(Make(Discs)) with { Steady = new SteadyOptions { Enabled = false } };
        var fault = Assert.Throws<VideoSegException>(() => FileJob.Open(options, new PipelineMetrics("test", TimeProvider.System)));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains("--steady", fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(options.Thumbnails));
    }

    [Fact]
    public void Open_ThumbnailsInTheFolderOfTheInput_IsRefused()
    {
        FileJobOptions options = Options(Make(Discs)) with { Thumbnails = _folder.Path, Writer = new VideoWriterOptions { Overwrite = true } };
        var fault = Assert.Throws<VideoSegException>(() => FileJob.Open(options, new PipelineMetrics("test", TimeProvider.System)));
        Assert.Contains("which holds the input", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_SteadyState_AllocatesNextToNothingPerFrame()
    {
        string input = Make(Discs.Replace("d=2", "d=16", StringComparison.Ordinal));
        long before = 0, after = 0;
        var segmenter = new ScriptedSegmenter
        {
            OnFrame = n =>
            {
                before = n == 150 ? GC.GetTotalAllocatedBytes(precise: true) : before;
                after = n == 350 ? GC.GetTotalAllocatedBytes(precise: true) : after;
            },
        };
        await Run(Options(input), segmenter);

        // A picture takes some 300 kilobytes; what is left over is the thread pool's.
        Assert.InRange((after - before) / 200, 0, 3000);
    }

    private FileJobOptions Options(string input) => new()
    {
        Input = input,
        Output = _folder.File("out.mkv"),
        Thumbnails = _folder.File("thumbnails"),
        Field = FieldSetting.Whole,
        Writer = new VideoWriterOptions { Preset = "ultrafast" },
    };

    private static async Task<FileJobReport> Run(FileJobOptions options, ScriptedSegmenter? segmenter = null)
    {
        using FileJob job = FileJob.Open(options, new PipelineMetrics("test", TimeProvider.System));
        return await job.RunAsync(segmenter ?? new ScriptedSegmenter());
    }

    private string Make(string source) => Ffmpeg.Make(_folder.File("in.mp4"), source, "-c:v", "libx264", "-preset", "ultrafast", "-qp", "4");

    private string[] Names() => [.. Directory.GetFiles(_folder.File("thumbnails")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private Picture Read(string name) => ImageFile.Read(_folder.File("thumbnails/" + name));

    private static (int Red, int Green, int Blue) At(Picture picture, int x, int y)
    {
        ReadOnlySpan<byte> pixel = picture.Data.AsSpan(3 * ((y * picture.Width) + x), 3);
        return (pixel[0], pixel[1], pixel[2]);
    }

    /// <summary>Pixels of the outline's colour.</summary>
    private static int Cyan(Picture picture) => Enumerable.Range(0, picture.Width * picture.Height)
        .Count(i => picture.Data[(3 * i) + 2] > 180 && picture.Data[3 * i] < 110);
}
