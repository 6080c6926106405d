using VideoSeg.Model;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Renditions;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Renditions;

[Collection(NativeHandles.Name)]
public sealed class RenditionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("yuv420p")]
    [InlineData("yuv422p10le")]
    [InlineData("yuv411p")]
    [InlineData("yuva420p")]
    [InlineData("gray")]
    [InlineData("gbrp", "rawvideo")]
    [InlineData("nv12", "rawvideo")]
    [InlineData("rgb24", "rawvideo")]
    [InlineData("yuyv422", "rawvideo", 164, 122)]
    public async Task SideBySide_EveryFormat_IsSourceAndOverlaySampleForSample(string format, string codec = "ffv1", int width = 163, int height = 121)
    {
        FileJobOptions options = Options(Ffmpeg.Make(_folder.File("in.nut"),
            $"nullsrc=s={width}x{height}:r=25:d=0.12,format=yuv444p,geq=cb=random(2)*255:cr=random(3)*255:lum='if(lt(hypot(X-70-4*N,Y-60),27),235,40*random(1))'",
            "-pix_fmt", format, "-c:v", codec), "overlay.nut", codec);
        await PolypClip.Run(options);
        FileJobReport report = await PolypClip.Run(options with { Output = _folder.File("both.nut"), Rendition = Rendition.SideBySide });
        Assert.Equal((3, 0), (report.FramesOut, report.Written.ConvertedFrames));
        Assert.Contains("render", report.Steps.Select(step => step.Name));
        int total = int.Parse(Ffmpeg.Entry(_folder.File("both.nut"), "v:0", "width"));
        Assert.InRange(total, 2 * width, (2 * width) + 6);
        Assert.Equal(Ffmpeg.Samples(options.Input, format), Ffmpeg.Samples(_folder.File("both.nut"), format, $"crop={width}:{height}:0:0:exact=1"));
        Assert.Equal(Ffmpeg.Samples(options.Output, format), Ffmpeg.Samples(_folder.File("both.nut"), format, $"crop={width}:{height}:{total / 2}:0:exact=1"));
        Assert.NotEqual(Ffmpeg.Samples(options.Input, format), Ffmpeg.Samples(options.Output, format));
    }

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public async Task SideBySide_TurnedRecording_HasTheSourceOnTheViewersLeft(int degrees)
    {
        string plain = Ffmpeg.Make(_folder.File("plain.mp4"), PolypClip.Source, "-c:v", "libx264", "-qp", "0");
        Ffmpeg.Run("-i", plain, "-c", "copy", "-metadata:s:v:0", $"rotate={degrees}", _folder.File("in.mov"));
        FileJobOptions options = Options(_folder.File("in.mov"), "both.mov", "h264");
        await PolypClip.Run(options with { Rendition = Rendition.SideBySide, Writer = new VideoWriterOptions { Crf = 0 } });

        // As players show it: FFmpeg turns by itself.
        (int width, int height) = degrees == 180 ? (PolypClip.Width, PolypClip.Height) : (PolypClip.Height, PolypClip.Width);
        byte[] source = Shown(options.Input, $"crop={width}:{height}");
        Assert.Equal(PolypClip.Frames * width * height, source.Length);
        Assert.Equal(source, Shown(options.Output, $"crop={width}:{height}:0:0"));
        Assert.NotEqual(source, Shown(options.Output, $"crop={width}:{height}:{width}:0"));
    }

    [Fact]
    public async Task SideBySide_Interlaced_KeepsTheFields()
    {
        string input = Ffmpeg.Make(_folder.File("in.mkv"), PolypClip.Source, "-vf", "setfield=tff", "-c:v", "libx264", "-flags", "+ilme+ildct", "-x264opts", "tff=1");
        FileJobOptions options = Options(input, "both.mkv", "h264") with { Rendition = Rendition.SideBySide };
        await PolypClip.Run(options);
        string[] fields = [.. FrameSupport.Each(options.Output, frame => $"{frame.IsInterlaced} {frame.IsTopFieldFirst}").Distinct()];
        Assert.Equal(FrameSupport.Each(input, frame => $"{frame.IsInterlaced} {frame.IsTopFieldFirst}").Distinct(), fields);
        Assert.Equal(["True True"], fields);
    }

    [Theory]
    [InlineData("yuv420p", "ffv1")]
    [InlineData("yuv444p12le", "ffv1")]
    [InlineData("gbrp", "rawvideo")]
    [InlineData("gray", "ffv1")]
    public async Task Mask_EveryFormat_IsTheMaskInBlackAndWhite(string format, string codec)
    {
        string input = Ffmpeg.Make(_folder.File("in.nut"), PolypClip.Source, "-pix_fmt", format, "-c:v", codec);
        FileJobOptions options = Options(input, "mask.nut", codec) with { Rendition = Rendition.Mask, Masks = _folder.File("m.mkv"), Overlay = new OverlayOptions { Style = OverlayStyle.Heatmap } };
        await PolypClip.Run(options);
        byte[] masks = Ffmpeg.Samples(options.Masks, "gray"), shown = Ffmpeg.Samples(options.Output, "rgb24");
        Assert.Equal(3 * masks.Length, shown.Length);
        Assert.Contains((byte)255, masks);
        for (int i = 0; i < masks.Length; i++)
        {
            // FFmpeg's conversion to RGB is out by up to 2.
            Assert.True(Enumerable.Range(3 * i, 3).All(at => Math.Abs(shown[at] - masks[i]) <= 2), $"pixel {i}: {shown[3 * i]}, {shown[(3 * i) + 1]}, {shown[(3 * i) + 2]} for {masks[i]}");
        }
    }

    [Fact]
    public async Task SideBySide_Redacted_IsBlankOutsideTheFieldOnBothSides()
    {
        string input = Ffmpeg.Make(_folder.File("in.mkv"), "testsrc2=size=160x120:rate=25:duration=0.12", "-c:v", "ffv1", "-pix_fmt", "yuv444p");
        FileJobOptions options = Options(input, "both.mkv", "ffv1") with { Rendition = Rendition.SideBySide, Redact = true, Field = FieldSetting.Box(new PixelRegion(40, 20, 80, 80)) };
        await PolypClip.Run(options);
        byte[] luma = Ffmpeg.Samples(options.Output, "yuv444p")[..(320 * 120)];
        for (int i = 0; i < luma.Length; i++)
        {
            (int x, int y) = (i % 160, i / 320);
            Assert.True(x is >= 40 and < 120 && y is >= 20 and < 100 || luma[i] == 16, $"pixel {i % 320}, {y}: {luma[i]}");
        }
    }

    [Fact]
    public async Task Mask_WithTouchedPixels_IsRefused()
    {
        FileJobOptions options = Options(PolypClip.Make(_folder), "out.mkv", "h264") with { Rendition = Rendition.Mask, Touched = _folder.File("t.mkv") };
        Assert.Equal(FaultKind.Usage, (await Assert.ThrowsAsync<VideoSegException>(() => PolypClip.Run(options))).Kind);
    }

    [Fact]
    public async Task SideBySide_SizeThatChangesMidway_IsFittedAndReleasesEverything()
    {
        string first = Ffmpeg.Make(_folder.File("1.h264"), PolypClip.Source, "-c:v", "libx264"), second = Ffmpeg.Make(_folder.File("2.h264"), PolypClip.Source, "-vf", "scale=240:180", "-c:v", "libx264");
        await File.WriteAllBytesAsync(_folder.File("in.h264"), [.. await File.ReadAllBytesAsync(first, TestContext.Current.CancellationToken), .. await File.ReadAllBytesAsync(second, TestContext.Current.CancellationToken)], TestContext.Current.CancellationToken);
        FileJobReport report = await PolypClip.Run(Options(_folder.File("in.h264"), "both.mkv", "h264") with { Rendition = Rendition.SideBySide });
        Assert.Equal(2 * PolypClip.Frames, report.FramesOut);
        Assert.Equal($"{2 * PolypClip.Width}", Ffmpeg.Entry(_folder.File("both.mkv"), "v:0", "width"));
        Assert.Equal(default, MediaLibrary.LiveHandles);
    }

    private byte[] Shown(string path, string filters)
    {
        Ffmpeg.Run("-i", path, "-fps_mode", "passthrough", "-vf", filters, "-pix_fmt", "gray", "-f", "rawvideo", _folder.File("shown.raw"));
        return File.ReadAllBytes(_folder.File("shown.raw"));
    }

    private FileJobOptions Options(string input, string output, string codec) =>
        new() { Input = input, Output = _folder.File(output), Writer = new VideoWriterOptions { Codec = codec } };
}
