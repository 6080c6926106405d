using VideoSeg.Model;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.Pipeline.Tracking;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Jobs;

/// <summary>Whole jobs on whatever people have on their disks: every frame, its time, and the overlay in its place and colour.</summary>
public sealed class OddInputsTests : IDisposable
{
    private const int Width = 480, Height = 360, Frames = 8;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bt601.mp4", "-pix_fmt yuv420p -vf scale=out_color_matrix=bt601:out_range=limited -colorspace smpte170m -color_range tv")]
    [InlineData("bt709.mp4", "-pix_fmt yuv420p -vf scale=out_color_matrix=bt709:out_range=limited -colorspace bt709 -color_range tv")]
    [InlineData("full.mkv", "-pix_fmt yuv420p -vf scale=out_color_matrix=bt709:out_range=full -colorspace bt709 -color_range pc")]
    [InlineData("jpeg.avi", "-c:v mjpeg -q:v 2 -pix_fmt yuvj422p")]
    [InlineData("four-two-two.mkv", "-c:v ffv1 -pix_fmt yuv422p")]
    [InlineData("four-four-four.mkv", "-c:v ffv1 -pix_fmt yuv444p")]
    [InlineData("four-one-one.avi", "-c:v dvvideo -pix_fmt yuv411p -s 720x480 -r 30000/1001")]
    [InlineData("ten-bit.mkv", "-pix_fmt yuv420p10le")]
    [InlineData("ten-bit-422.mov", "-c:v prores_ks -pix_fmt yuv422p10le")]
    [InlineData("twelve-bit.mkv", "-c:v ffv1 -pix_fmt yuv444p12le")]
    [InlineData("sixteen-bit.mkv", "-c:v ffv1 -pix_fmt yuv420p16le")]
    [InlineData("rgb.mkv", "-c:v ffv1 -pix_fmt gbrp")]
    [InlineData("rgb-packed.avi", "-c:v rawvideo -pix_fmt bgr24")]
    [InlineData("packed.avi", "-c:v rawvideo -pix_fmt uyvy422")]
    [InlineData("semi-planar.nut", "-c:v rawvideo -pix_fmt nv12")]
    [InlineData("palette.mkv", "-c:v png -pix_fmt pal8 -vf format=rgb24,format=rgb8,format=pal8")]
    [InlineData("b-frames.ts", "-c:v libx264 -bf 3 -pix_fmt yuv420p")]
    [InlineData("interlaced.ts", "-c:v mpeg2video -b:v 20M -pix_fmt yuv420p -flags +ilme+ildct -top 1")]
    [InlineData("odd.avi", "-c:v mjpeg -q:v 2 -pix_fmt yuvj420p -s 573x481")]
    [InlineData("wide-pixels.mp4", "-pix_fmt yuv420p -vf setsar=16/11")]
    [InlineData("old.wmv", "-c:v wmv2 -b:v 8M")]
    [InlineData("web.webm", "-c:v libvpx -deadline realtime -b:v 4M")]
    [InlineData("flash.flv", "-c:v flv1 -b:v 8M")]
    [InlineData("dvd.vob", "-c:v mpeg2video -b:v 8M -s 720x576 -r 25")]
    public async Task Input_OfAnyKind_ComesOutWholeWithTheOverlayInPlace(string name, string arguments)
    {
        string input = Ffmpeg.Make(_folder.File(name), Disc(Width, Height, Frames), [.. arguments.Split(' ')]);
        string output = _folder.File("out.mkv");
        FileJobReport report = await Run(input, output);
        int frames = Ffmpeg.FrameHashes(input).Length;
        Assert.Equal((frames, frames, frames), (report.FramesIn, report.FramesOut, report.Detections));
        AssertSameSpacing(input, output);

        string[] size = Ffmpeg.Entry(input, "v:0", "width,height").Split(',');
        (int width, int height) = (int.Parse(size[0]), int.Parse(size[1]));
        byte[] before = Rgb(input), after = Rgb(output);
        Assert.Equal(before.Length, after.Length);
        AssertRing(after.AsSpan(0, 3 * width * height), width, height);

        // Away from the disc and its label the picture is the source's but for the encoder.
        double difference = 0;
        int count = 0;
        for (int y = height * 8 / 10; y < height; y++)
        {
            for (int x = width * 7 / 10; x < width; x++)
            {
                for (int c = 0; c < 3; c++)
                {
                    int i = (3 * ((y * width) + x)) + c;
                    difference += Math.Abs(before[i] - after[i]);
                    count++;
                }
            }
        }

        Assert.True(difference / count < 3, $"the ground differs by {difference / count:f1} of 255");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 17)]
    [InlineData(16, 9)]
    [InlineData(4096, 2)]
    [InlineData(7680, 4320)]
    public async Task Input_OfAnySize_ComesOutWhole(int width, int height)
    {
        string input = Ffmpeg.Make(_folder.File("in.mkv"), $"color=c=0xb06050:s={width}x{height}:r=25:d=0.08,format=gbrp", "-c:v", "ffv1", "-pix_fmt", "yuv420p");
        FileJobReport report = await Run(input, _folder.File("out.mkv"));
        Assert.Equal((2, 2), (report.FramesIn, report.FramesOut));
        Assert.Equal($"{width},{height}", Ffmpeg.Entry(_folder.File("out.mkv"), "v:0", "width,height"));
    }

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public async Task Input_ThatIsTurned_IsTurnedTheSameWay(int degrees)
    {
        string plain = Ffmpeg.Make(_folder.File("plain.mp4"), Disc(Width, Height, Frames), "-pix_fmt", "yuv420p");
        string input = _folder.File("in.mp4"), output = _folder.File("out.mp4");
        Ffmpeg.Run("-i", plain, "-c", "copy", "-metadata:s:v:0", $"rotate={degrees}", input);
        await Run(input, output);
        string Turn(string path) => string.Join(' ', Ffmpeg.Probe(path, "-select_streams", "v:0", "-show_entries", "stream_side_data=rotation", "-of", "csv=p=0"));
        Assert.NotEqual("", Turn(input));
        Assert.Equal(Turn(input), Turn(output));
        AssertRing(Rgb(output).AsSpan(0, 3 * Width * Height), Width, Height);
    }

    [Fact]
    public async Task Input_OfPictures_IsAFrameEach()
    {
        Ffmpeg.Run("-f", "lavfi", "-i", Disc(Width, Height, Frames), _folder.File("shot-%03d.png"));
        FileJobReport report = await Run(_folder.File("shot-%03d.png"), _folder.File("out.mp4"));
        Assert.Equal((Frames, Frames), (report.FramesIn, report.FramesOut));
        AssertRing(Rgb(_folder.File("out.mp4")).AsSpan(0, 3 * Width * Height), Width, Height);
    }

    [Fact]
    public async Task Input_WithSeveralVideoTracks_HasItsDefaultOneAnnotatedAndTheOtherKept()
    {
        string input = _folder.File("in.mkv");
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc2=size=640x480:rate=25:duration=0.32", "-f", "lavfi", "-i", Disc(Width, Height, Frames), "-map", "0", "-map", "1",
            "-pix_fmt", "yuv420p", "-disposition:v:0", "0", "-disposition:v:1", "default", input);
        await Run(input, _folder.File("out.mkv"));
        Assert.Contains(Ffmpeg.PacketHashes(input, "v:0")[0], Ffmpeg.PacketHashes(_folder.File("out.mkv"), "v:0").Concat(Ffmpeg.PacketHashes(_folder.File("out.mkv"), "v:1")));
        Assert.Equal(2, Ffmpeg.Probe(_folder.File("out.mkv"), "-select_streams", "v", "-show_entries", "stream=index", "-of", "csv=p=0").Length);
    }

    [Theory]
    [InlineData("h264.mp4", "-pix_fmt yuv420p -movflags frag_keyframe+empty_moov -g 4")]
    [InlineData("mpeg2.ts", "-c:v mpeg2video")]
    [InlineData("ffv1.mkv", "-c:v ffv1")]
    public async Task Input_CutOff_GivesWhatIsThere(string name, string arguments)
    {
        string input = Ffmpeg.Make(_folder.File(name), Disc(Width, Height, 40), [.. arguments.Split(' ')]);
        byte[] bytes = await File.ReadAllBytesAsync(input, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(input, bytes[..(bytes.Length * 6 / 10)], TestContext.Current.CancellationToken);
        FileJobReport report = await Run(input, _folder.File("out.mkv"));
        Assert.InRange(report.FramesIn, 12, 36);
        Assert.Equal(report.FramesIn, report.FramesOut);
        Assert.Equal(report.FramesOut, Ffmpeg.FrameTimes(_folder.File("out.mkv")).Length);
    }

    private static string Disc(int width, int height, int frames) =>
        $"color=c=0xb06050:s={width}x{height}:r=25:d={frames / 25.0},format=gbrp,geq=r='if(lt(hypot(X-{width / 3},Y-{height / 2}),{height / 5}),240,90)':g='if(lt(hypot(X-{width / 3},Y-{height / 2}),{height / 5}),225,50)':b='if(lt(hypot(X-{width / 3},Y-{height / 2}),{height / 5}),215,40)'";

    private static async Task<FileJobReport> Run(string input, string output)
    {
        var options = new FileJobOptions
        {
            Input = input,
            Output = output,
            Writer = new VideoWriterOptions { Preset = "ultrafast", Crf = 8 },
            Steady = new SteadyOptions { Enabled = false },
        };
        using FileJob job = FileJob.Open(options, new PipelineMetrics("odd", TimeProvider.System), TestContext.Current.CancellationToken);
        return await job.RunAsync(new ScriptedSegmenter(64), TestContext.Current.CancellationToken);
    }

    /// <summary>Frames in their colours as a player shows them, not turned.</summary>
    private static byte[] Rgb(string path) => Ffmpeg.Samples(path, "rgb24", "select=eq(n\\,0)");

    /// <summary>Most of the disc's edge is cyan, and nothing far from it but the label.</summary>
    private static void AssertRing(ReadOnlySpan<byte> rgb, int width, int height)
    {
        double radius = height / 5.0, centreX = width / 3.0, centreY = height / 2.0;
        int hit = 0;
        const int Steps = 90;
        for (int step = 0; step < Steps; step++)
        {
            bool found = false;
            double angle = step * 2 * Math.PI / Steps;
            for (double r = radius * 0.85; r < radius * 1.15 && !found; r += 0.5)
            {
                int x = (int)(centreX + (r * Math.Cos(angle))), y = (int)(centreY + (r * Math.Sin(angle)));
                int i = 3 * ((y * width) + x);
                found = rgb[i + 1] > rgb[i] + 40 && rgb[i + 2] > rgb[i] + 40;
            }

            hit += found ? 1 : 0;
        }

        Assert.True(hit > 0.85 * Steps, $"the edge is cyan in {hit} of {Steps} directions");
    }

    private static void AssertSameSpacing(string input, string output)
    {
        // Some containers give some frames no time: those are the writer's business.
        double?[] Seconds(string path) => [.. Ffmpeg.Probe(path, "-select_streams", "v:0", "-show_entries", "frame=best_effort_timestamp_time", "-of", "csv=p=0")
            .Select(line => double.TryParse(line.TrimEnd(','), out double seconds) ? seconds : (double?)null)];
        double?[] before = Seconds(input), after = Seconds(output);
        (double first, double firstAfter) = (before.First(seconds => seconds is not null)!.Value, after[Array.FindIndex(before, seconds => seconds is not null)]!.Value);
        Assert.All(before.Zip(after).Where(pair => pair.First is not null), pair =>
            Assert.Equal(pair.First!.Value - first, pair.Second!.Value - firstAfter, 0.0011)); // Matroska keeps milliseconds
    }
}
