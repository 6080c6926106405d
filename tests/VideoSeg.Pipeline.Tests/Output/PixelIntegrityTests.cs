using VideoSeg.Model;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.Pipeline.Tracking;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Output;

/// <summary>
/// The contract of the picture: what is not in <c>--touched</c> is the source's, sample for sample, as FFmpeg decodes both. Formats that FFV1
/// does not know go through raw video.
/// </summary>
public sealed class PixelIntegrityTests : IDisposable
{
    private const int Frames = 3;

    private static readonly OverlayStyle[] Styles = Enum.GetValues<OverlayStyle>();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gray")]
    [InlineData("gray10le")]
    [InlineData("gray12le")]
    [InlineData("gray16le")]
    [InlineData("yuv410p")]
    [InlineData("yuv411p")]
    [InlineData("yuv420p")]
    [InlineData("yuv422p")]
    [InlineData("yuv440p")]
    [InlineData("yuv444p")]
    [InlineData("yuva420p")]
    [InlineData("yuva444p10le")]
    [InlineData("yuv420p9le")]
    [InlineData("yuv420p10le")]
    [InlineData("yuv422p10le")]
    [InlineData("yuv444p10le")]
    [InlineData("yuv440p10le")]
    [InlineData("yuv420p12le")]
    [InlineData("yuv422p12le")]
    [InlineData("yuv444p12le")]
    [InlineData("yuv420p14le")]
    [InlineData("yuv420p16le")]
    [InlineData("yuv422p16le")]
    [InlineData("yuv444p16le")]
    [InlineData("gbrp", "rawvideo")]
    [InlineData("gbrp10le")]
    [InlineData("gbrp12le")]
    [InlineData("gbrp16le")]
    [InlineData("bgr0")]
    [InlineData("rgb48le", "rawvideo")]
    [InlineData("nv12", "rawvideo")]
    [InlineData("yuv420p10le", "ffv1", "format=p010le")] // no file holds it raw; the encoder moves its words without loss
    [InlineData("rgb24", "rawvideo")]
    [InlineData("yuyv422", "rawvideo")]
    public async Task RunAsync_EveryStyle_ChangesNoSampleOutsideTheTouchedPixels(string format, string codec = "ffv1", string? filter = null)
    {
        // Odd sizes, so that the last chroma samples stand for fewer pixels than the others; where format and FFmpeg's filter take them.
        (int width, int height) = format == "yuyv422" || filter is not null ? (164, 122) : (163, 121);
        string input = _folder.File("in.nut");
        Ffmpeg.Make(input, $"nullsrc=s={width}x{height}:r=25:d=0.12,format=yuv444p,geq=cb=random(2)*255:cr=random(3)*255:lum='if(lt(hypot(X-70-4*N,Y-60),27),235,40*random(1))'",
            "-pix_fmt", format, "-c:v", codec);
        foreach (OverlayStyle style in Styles)
        {
            FileJobReport report = await Run(new FileJobOptions
            {
                Input = input,
                Output = _folder.File($"{style}.nut"),
                Touched = _folder.File($"{style}.mkv"),
                Reader = new VideoReaderOptions { Filter = filter },
                Overlay = new OverlayOptions { Style = style },
                Steady = new SteadyOptions { Enabled = false },
                Writer = new VideoWriterOptions { Codec = codec, PixelFormat = filter is null ? null : format },
            });
            Assert.Equal((Frames, filter is null ? 0 : Frames), (report.FramesOut, report.Written.ConvertedFrames));
        }

        Dictionary<string, byte[]> raw = Decode(["in.nut", .. Styles.SelectMany(style => new[] { $"{style}.nut", $"{style}.mkv" })]);
        Assert.Equal(format, Ffmpeg.Entry(_folder.File("Fill.nut"), "v:0", "pix_fmt"));
        PixelFormat layout = PixelFormats.Get(PixelFormats.Find(format));
        foreach (OverlayStyle style in Styles)
        {
            byte[] source = raw["in.nut"], output = raw[$"{style}.nut"], touched = raw[$"{style}.mkv"];
            Assert.Equal(source.Length, output.Length);
            Assert.Equal(Frames * width * height, touched.Length);
            Assert.DoesNotContain(touched, value => value is not (0 or 255));
            int size = source.Length / Frames, changed = 0;
            for (int frame = 0; frame < Frames; frame++)
            {
                bool[] isFree = MayDiffer(layout, width, height, size, touched.AsSpan(frame * width * height, width * height));
                for (int i = 0; i < size; i++)
                {
                    if (source[(frame * size) + i] != output[(frame * size) + i])
                    {
                        Assert.True(isFree[i], $"{format}, {style}: byte {i} of frame {frame} differs though none of its pixels was drawn on");
                        changed++;
                    }
                }
            }

            double share = touched.Count(value => value != 0) / (double)touched.Length;
            Assert.True(style == OverlayStyle.None ? (changed, share) == (0, 0) : changed > 0 && share > 0 && (style == OverlayStyle.Heatmap || share < 0.6), $"{style}: {changed} bytes, {share:0.00} of the pixels");
        }
    }

    [Theory]
    [InlineData("touched.png")]
    [InlineData("touched")]
    public async Task Open_TouchedThatIsNoVideo_IsRefused(string name)
    {
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => PolypClip.Run(new FileJobOptions
        {
            Input = PolypClip.Make(_folder),
            Output = _folder.File("out.mkv"),
            Touched = _folder.File(name),
        }));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains(".mkv, .mov, .avi or .mp4", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Of each byte of a frame without padding, whether it belongs to a sample all of whose pixels were drawn on.</summary>
    private static bool[] MayDiffer(PixelFormat format, int width, int height, int size, ReadOnlySpan<byte> touched)
    {
        var result = new bool[size];
        int start = 0;
        for (int plane = 0; plane < 4; plane++)
        {
            int[] components = [.. Enumerable.Range(0, format.Components.Length).Where(c => format.Components[c].Plane == plane)];
            if (components.Length == 0)
            {
                break; // transparency follows, which nobody touches
            }

            int row = components.Max(c => format.ComponentWidth(c, width) * format.Components[c].StepBytes);
            foreach (int c in components)
            {
                PixelComponent component = format.Components[c];
                (int shiftX, int shiftY) = format.IsChroma(c) ? (format.ChromaShiftX, format.ChromaShiftY) : (0, 0);
                for (int y = 0; y < format.ComponentHeight(c, height); y++)
                {
                    for (int x = 0; x < format.ComponentWidth(c, width); x++)
                    {
                        bool all = true;
                        for (int py = y << shiftY; py < Math.Min((y + 1) << shiftY, height); py++)
                        {
                            all &= !touched[((py * width) + (x << shiftX))..((py * width) + Math.Min((x + 1) << shiftX, width))].Contains((byte)0);
                        }

                        int at = start + (y * row) + (x * component.StepBytes) + component.OffsetBytes;
                        result.AsSpan(at, component.DepthBits > 8 ? 2 : 1).Fill(all);
                    }
                }
            }

            start += row * format.ComponentHeight(components[0], height);
        }

        return result;
    }

    /// <summary>The samples of some videos as FFmpeg decodes them, each in its own format, in one run.</summary>
    private Dictionary<string, byte[]> Decode(string[] names)
    {
        var arguments = new List<string>();
        foreach (string name in names)
        {
            arguments.AddRange(["-i", _folder.File(name)]);
        }

        for (int i = 0; i < names.Length; i++)
        {
            arguments.AddRange(["-map", $"{i}:v:0", "-fps_mode", "passthrough", "-f", "rawvideo", _folder.File(names[i] + ".raw")]);
        }

        Ffmpeg.Run([.. arguments]);
        return names.ToDictionary(name => name, name => File.ReadAllBytes(_folder.File(name + ".raw")), StringComparer.Ordinal);
    }

    private static async Task<FileJobReport> Run(FileJobOptions options)
    {
        using FileJob job = FileJob.Open(options, new PipelineMetrics("test", TimeProvider.System), TestContext.Current.CancellationToken);
        return await job.RunAsync(new ScriptedSegmenter(), TestContext.Current.CancellationToken);
    }
}
