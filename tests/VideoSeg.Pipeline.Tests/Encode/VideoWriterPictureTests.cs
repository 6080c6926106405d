using System.Collections.Immutable;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Encode;

/// <summary>What the encoder is fed with and what the output says of its pictures.</summary>
public sealed class VideoWriterPictureTests
{
    [Theory]
    [InlineData("yuv420p", "h264", "yuv420p")]
    [InlineData("nv12", "h264", "nv12")]
    [InlineData("yuv422p10le", "h264", "yuv422p10le")]
    [InlineData("yuv420p10le", "hevc", "yuv420p10le")]
    [InlineData("gray", "h264", "gray")]
    [InlineData("yuv444p16le", "ffv1", "yuv444p16le")]
    [InlineData("gbrp", "ffv1", "bgr0")]
    [InlineData("gbrp10le", "ffv1", "gbrp10le")]
    [InlineData("yuv420p16le", "h264", "yuv420p10le", "bit depth")]
    [InlineData("gbrp", "h264", "yuv444p", "colour")]
    [InlineData("uyvy422", "h264", "yuv422p")]
    public void Format_OfTheEncoder_IsTheSourcesOrTheNearest(string source, string codec, string expected, string loss = "")
    {
        using var folder = new TemporaryFolder();
        string input = Ffmpeg.Make(folder.File("in.nut"), "testsrc2=size=64x48:rate=5:duration=0.4", "-c:v", "rawvideo", "-pix_fmt", source);
        using VideoReader reader = FrameSupport.Open(input);
        using VideoWriter writer = VideoWriter.Create(folder.File("out.mkv"), new VideoWriterOptions { Codec = codec }, reader, TestContext.Current.CancellationToken);
        Assert.Equal(expected, writer.Format);
        FrameSupport.ReadAll(reader, writer.Write);
        writer.Finish();
        string[] format = [.. writer.Notes.Where(note => note.Contains("is fed with", StringComparison.Ordinal))];
        Assert.Equal(expected == source ? 0 : 2, writer.Statistics.ConvertedFrames);
        Assert.Equal(expected == source, format.Length == 0);
        Assert.Contains(loss, format.Length == 0 ? "" : format[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yuv420p10le", "-pix_fmt yuv420p10le")]
    [InlineData("yuv422p", "-pix_fmt yuv422p")]
    [InlineData("gbrp", "-pix_fmt gbrp")]
    [InlineData("gray", "-pix_fmt gray")]
    public void Ffv1_OfManyFormats_KeepsEveryFrameBitForBit(string format, string arguments)
    {
        using var folder = new TemporaryFolder();
        string input = Ffmpeg.Make(folder.File("in.nut"), "testsrc2=size=66x50:rate=5:duration=1", ["-c:v", "rawvideo", .. arguments.Split(' ')]);
        Transcode.Run(input, folder.File("out.mkv"), new VideoWriterOptions { Codec = "ffv1" });
        Assert.Equal(Ffmpeg.FrameHashes(input), Ffmpeg.FrameHashes(folder.File("out.mkv"), format));
    }

    [Theory]
    [InlineData("h264", "out.mp4")]
    [InlineData("hevc", "out.mp4")]
    [InlineData("ffv1", "out.mkv")]
    public void Tags_OfTheSourcesPicture_AreInTheOutput(string codec, string name)
    {
        using var folder = new TemporaryFolder();
        string input = Ffmpeg.Make(folder.File("in.mp4"), "testsrc2=size=96x64:rate=25:duration=0.4", "-vf", "setsar=4/3", "-c:v", "libx264",
            "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "pc");
        Transcode.Run(input, folder.File(name), new VideoWriterOptions { Codec = codec });
        using VideoReader before = FrameSupport.Open(input);
        using VideoReader after = FrameSupport.Open(folder.File(name));
        Assert.Equal(before.Video.Color with { ChromaLocation = 0 }, after.Video.Color with { ChromaLocation = 0 });
        Assert.Equal((before.Video.SampleAspectRatio, before.Video.FrameRate), (after.Video.SampleAspectRatio, after.Video.FrameRate));
    }

    [Theory]
    [InlineData("yuvj420p", "573x481", "yuvj444p")]
    [InlineData("yuvj422p", "573x480", "yuvj444p")]
    [InlineData("yuvj420p", "572x481", "yuvj422p")]
    public void Size_ThatIsOdd_IsEncodedWithoutLossOfChroma(string format, string size, string expected)
    {
        using var folder = new TemporaryFolder();
        string input = Ffmpeg.Make(folder.File("in.avi"), $"testsrc=size={size}:rate=25:duration=0.4", "-c:v", "mjpeg", "-pix_fmt", format);
        string output = folder.File("out.mp4");
        var (statistics, notes) = Transcode.Run(input, output, new VideoWriterOptions { Preset = "ultrafast" });
        Assert.Equal(10, statistics.Frames);
        Assert.Equal((size, expected), ($"{Ffmpeg.Entry(output, "v:0", "width")}x{Ffmpeg.Entry(output, "v:0", "height")}", Ffmpeg.Entry(output, "v:0", "pix_fmt")));
        Assert.Equal(Ffmpeg.FrameTimes(input), Ffmpeg.FrameTimes(output));
        Assert.Contains(notes, note => note.Contains($"as {expected.Replace("yuvj", "yuv", StringComparison.Ordinal)} only", StringComparison.Ordinal));
        Assert.DoesNotContain(notes, note => note.Contains("lose", StringComparison.Ordinal));
    }

    [Fact]
    public void Interlacing_OfAHeightTheEncoderRefuses_IsDroppedAndNoted()
    {
        using var folder = new TemporaryFolder();
        string input = Ffmpeg.Make(folder.File("in.mkv"), "testsrc2=size=720x486:rate=25:duration=0.4", "-vf", "setfield=tff",
            "-c:v", "mpeg2video", "-flags", "+ilme+ildct", "-field_order", "tt");
        string output = folder.File("out.mp4");
        var (statistics, notes) = Transcode.Run(input, output, new VideoWriterOptions { Preset = "ultrafast" });
        Assert.Equal((10, "yuv420p"), (statistics.Frames, Ffmpeg.Entry(output, "v:0", "pix_fmt")));
        Assert.Equal(FrameSupport.Each(input, frame => frame.Time), FrameSupport.Each(output, frame => frame.Time));
        Assert.Contains(notes, note => note.Contains("no interlaced yuv420p pictures of 486 lines", StringComparison.Ordinal));
    }

    [Fact]
    public void Interlacing_OfTheSource_IsInTheOutput()
    {
        using var folder = new TemporaryFolder();
        string input = Ffmpeg.Make(folder.File("in.mkv"), "testsrc2=size=96x64:rate=10:duration=0.4", "-vf", "interlace=scan=tff",
            "-c:v", "mpeg2video", "-flags", "+ilme+ildct", "-field_order", "tt");
        Transcode.Run(input, folder.File("out.mp4"), new VideoWriterOptions());
        Assert.All(FrameSupport.Each(folder.File("out.mp4"), frame => (frame.IsInterlaced, frame.IsTopFieldFirst)), found => Assert.Equal((true, true), found));
    }

    [Fact]
    public void Mp4_OfHevc_IsMarkedForApplesPlayers()
    {
        using var folder = new TemporaryFolder();
        string input = Ffmpeg.Make(folder.File("in.mp4"), "testsrc2=size=64x64:rate=5:duration=0.4");
        Transcode.Run(input, folder.File("out.mp4"), new VideoWriterOptions { Codec = "hevc" });
        Assert.Equal("hvc1", Ffmpeg.Entry(folder.File("out.mp4"), "v:0", "codec_tag_string"));
    }

    [Fact]
    public void Mjpeg_OfFullRangeVideo_TakesTheSamplesAsTheyAre()
    {
        using var folder = new TemporaryFolder();
        string input = Ffmpeg.Make(folder.File("in.mp4"), "testsrc2=size=64x64:rate=5:duration=0.4", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p");
        var (statistics, notes) = Transcode.Run(input, folder.File("out.mp4"), new VideoWriterOptions { Codec = "mjpeg" });
        Assert.Equal((0L, 0), (statistics.ConvertedFrames, notes.Length));
    }

    [Fact]
    public void Rotation_OfTheSource_IsInTheOutputOrNotedAsLost()
    {
        using var folder = new TemporaryFolder();
        string plain = Ffmpeg.Make(folder.File("plain.mp4"), "testsrc2=size=96x64:rate=5:duration=0.4");
        string input = folder.File("in.mp4");
        Ffmpeg.Run("-i", plain, "-c", "copy", "-metadata:s:v:0", "rotate=90", input);
        var (_, notes) = Transcode.Run(input, folder.File("out.mp4"), new VideoWriterOptions());
        Assert.Empty(notes);
        using VideoReader before = FrameSupport.Open(input);
        using VideoReader after = FrameSupport.Open(folder.File("out.mp4"));
        Assert.Equal(before.Video.DisplayMatrix.AsEnumerable(), after.Video.DisplayMatrix.AsEnumerable());
        var (_, matroskaNotes) = Transcode.Run(input, folder.File("out.avi"), new VideoWriterOptions());
        Assert.Contains(matroskaNotes, note => note.Contains("rotation of 270 degrees", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_OfFramesWhoseSizeChanges_ConvertsAndCountsThem()
    {
        using var folder = new TemporaryFolder();
        var video = new VideoStreamInfo { Width = 64, Height = 48, Format = PixelFormat.Yuv420P, TimeBase = new Rational(1, 25), Color = ColorTags.Bt709 };
        using var small = new FrameAllocator(64, 48, PixelFormat.Yuv420P, video.TimeBase, ColorTags.Bt709);
        using var large = new FrameAllocator(128, 96, PixelFormat.Yuv444P, video.TimeBase, ColorTags.Bt709);
        using var converter = new FrameConverter();
        var red = new Picture(8, 8, PixelFormat.Rgb24);
        for (int i = 0; i < red.Data.Length; i += 3)
        {
            red.Data[i] = 255;
        }

        using (var writer = VideoWriter.Create(folder.File("out.mkv"), new VideoWriterOptions { Codec = "ffv1" }, video, [], TestContext.Current.CancellationToken))
        {
            using VideoFrame first = converter.Convert(red, small, 0, 1);
            using VideoFrame second = converter.Convert(red, large, 1, 1);
            writer.Write(first);
            writer.Write(second);
            writer.Finish();
            Assert.Equal(1, writer.Statistics.ConvertedFrames);
            Assert.Equal("frames of another size or layout than the first: 1; they are converted to it", writer.Notes[^1]);
        }

        string[] hashes = Ffmpeg.FrameHashes(folder.File("out.mkv"));
        Assert.Equal(hashes[0], hashes[1]);
    }

    [Fact]
    public unsafe void Write_ThenChangingTheFrame_LeavesTheOutputAlone()
    {
        using var folder = new TemporaryFolder();
        string input = Ffmpeg.Make(folder.File("in.mp4"), "testsrc2=size=64x64:rate=25:duration=1");
        using VideoReader reader = FrameSupport.Open(input);
        using VideoWriter writer = VideoWriter.Create(folder.File("out.mkv"), new VideoWriterOptions { Codec = "ffv1", Threads = 4 }, reader, TestContext.Current.CancellationToken);
        FrameSupport.ReadAll(reader, frame =>
        {
            writer.Write(frame);
            ImagePlanes planes = frame.MakeWritable().Planes;
            new Span<byte>(planes.Plane0, planes.Stride0 * planes.Height).Clear();
        });
        writer.Finish();
        Assert.Equal(Ffmpeg.FrameHashes(input), Ffmpeg.FrameHashes(folder.File("out.mkv")));
    }
}
