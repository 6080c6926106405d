using VideoSeg.Model.Cuda;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tests.Segment;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Overlay;

public class DeviceOverlayTests
{
    private const int Cells = 64;

    public static TheoryData<string> Places => KernelMemory.Places;

    public static TheoryData<string, string, OverlayStyle> EveryFormatAndStyle()
    {
        var data = new TheoryData<string, string, OverlayStyle>();
        foreach (string place in KernelMemory.Places.Select(row => row.Data))
        {
            foreach (PixelFormat format in TestFormats.All.Where(format => format.ChromaShiftX < 2))
            {
                foreach (OverlayStyle style in Enum.GetValues<OverlayStyle>())
                {
                    data.Add(place, format.Name, style);
                }
            }
        }

        return data;
    }

    public static TheoryData<string, int, int> EverySize()
    {
        var data = new TheoryData<string, int, int>();
        foreach (string place in KernelMemory.Places.Select(row => row.Data))
        {
            data.Add(place, 1920, 1080);
            data.Add(place, 1001, 777);
            data.Add(place, 352, 352);
            data.Add(place, 7, 3);
            data.Add(place, 1, 1);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryFormatAndStyle))]
    public void Draw_AnyFormatAndStyle_IsWhatTheProcessorDraws(string place, string format, OverlayStyle style)
    {
        using var memory = new KernelMemory(place);
        using var segmentation = new Segmentation(1, 2, Cells, Cells);
        Planes.Disc(Cells, Cells, 20, 25, 9).CopyTo(segmentation.Plane(0));
        Planes.Disc(Cells, Cells, 48, 40, 14).CopyTo(segmentation.Plane(0, 1));
        Compare(memory, TestFormats.Named(format), 255, 211, segmentation, new OverlayOptions { Style = style, LineWidth = 2 }, region: null, field: null);
    }

    [Theory]
    [MemberData(nameof(EverySize))]
    public void Draw_FillInAFieldOfView_IsWhatTheProcessorDraws(string place, int width, int height)
    {
        using var memory = new KernelMemory(place);
        using var segmentation = new Segmentation(1, 1, 352, 352);
        Planes.Disc(352, 352, 180, 160, 90).CopyTo(segmentation.Plane(0));
        var field = FieldOfView.Circle(width, height, width / 2.0, height / 2.0, Math.Max(height * 0.4, 1));
        foreach (PixelFormat format in (PixelFormat[])[PixelFormat.Yuv420P, PixelFormat.Nv12])
        {
            Compare(memory, format, width, height, segmentation, new OverlayOptions { Style = OverlayStyle.Fill }, field.Segmented, field);
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Draw_HeatmapOfHalves_IsWhatTheProcessorDrawsOfThem(string place)
    {
        using var memory = new KernelMemory(place);
        using var segmentation = new Segmentation(1, 2, Cells, Cells - 3);
        var random = new Random(3);
        foreach (ref float probability in segmentation.Probabilities)
        {
            probability = (float)(Half)random.NextSingle();
        }

        Compare(
            memory, PixelFormat.Yuv420P, 333, 222, segmentation, new OverlayOptions { Style = OverlayStyle.Heatmap, Legend = LegendMode.On },
            new PixelRegion(31, 20, 201, 151), field: null, ScalarType.Float16);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Draw_OnARealFrame_IsWhatTheProcessorDraws(string place)
    {
        string path = RealData.At("videos", "real-annotated-480x360-30fps.mp4");
        using var memory = new KernelMemory(place);
        using VideoReader reader = FrameSupport.Open(path);
        Assert.Equal(ReadStatus.Frame, reader.Read(out VideoFrame? frame, out _));
        using (frame)
        {
            using var segmentation = new Segmentation(1, 1, Cells, Cells);
            Planes.Disc(Cells, Cells, 30, 25, 15).CopyTo(segmentation.Plane(0));
            using TestPicture picture = Copy(frame!.Planes);
            Compare(memory, picture, segmentation, new OverlayOptions());
        }
    }

    [Fact]
    public void Export_NothingToDraw_IsEmpty()
    {
        using var picture = new TestPicture(PixelFormat.Yuv420P, 64, 48);
        DeviceOverlay overlay = new(), legend = new();
        new OverlayRenderer(new OverlayOptions { Style = OverlayStyle.Fill }, ["polyp"]).Export(picture.Planes, new PolypSet(), overlay, legend);

        Assert.True(overlay.IsEmpty);
        Assert.True(legend.IsEmpty);
        Assert.Equal(0, overlay.Bytes.Length);
    }

    [Fact]
    public void Draw_WrongArguments_AreToldInWords()
    {
        using var memory = new KernelMemory("host");
        using var picture = new TestPicture(PixelFormat.Yuv420P, 64, 48);
        using var quarter = new TestPicture(TestFormats.Named("yuv410p"), 64, 48);
        nint layer = memory.Put<DeviceLayer>([new DeviceLayer { Kind = 2, Right = 64, Bottom = 48 }]);
        var overlay = new CudaOverlay { Layers = (layer, 1), Bounds = new PixelRegion(0, 0, 64, 48) };

        AssertRefused("within 64 x 48", picture.Planes, overlay with { Bounds = new PixelRegion(0, 0, 65, 48) });
        AssertRefused("within 64 x 48", picture.Planes, overlay with { Bounds = new PixelRegion(-1, 0, 5, 5) });
        AssertRefused("full or half", quarter.Planes, overlay);
        AssertRefused("got null", picture.Planes, overlay with { Layers = (0, 1) });
        AssertRefused("counts", picture.Planes, overlay with { Points = (layer, -1) });
        AssertRefused("at least one plane", picture.Planes, overlay with { Probabilities = layer, ProbabilityType = ScalarType.Float32 });
        AssertRefused("f32 (0) or f16", picture.Planes, overlay with { Probabilities = layer, ProbabilityType = ScalarType.BFloat16, Planes = (1, 2, 2) });

        void AssertRefused(string words, ImagePlanes planes, CudaOverlay refused) => Assert.Contains(
            words, Assert.Throws<InvalidOperationException>(() => memory.Kernels.Draw(memory.Queue, planes, refused)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_PathsThatLeadOutOfTheirLists_AreLeftOut()
    {
        using var memory = new KernelMemory("host");
        using var picture = new TestPicture(PixelFormat.Yuv420P, 64, 48);
        picture.FillWithNoise(1);
        DeviceLayer layer = new() { Kind = 1, FirstPath = 0, PathCount = int.MaxValue, Right = 64, Bottom = 48, Opacity = 1 };
        DevicePath path = new() { FirstPoint = 3, PointCount = int.MaxValue, IsClosed = 1, Right = 64, Bottom = 48 };
        memory.Kernels.Draw(memory.Queue, picture.Planes, new CudaOverlay
        {
            Layers = (memory.Put<DeviceLayer>([layer, layer with { Kind = 0, HalfWidth = 2 }, layer with { FirstPath = -7, PathCount = 7 }]), 3),
            Paths = (memory.Put<DevicePath>([path, path with { FirstPoint = -1, PointCount = 1 }]), 2),
            Points = (memory.Put<float>(new float[8]), 4),
            Bounds = new PixelRegion(0, 0, 64, 48),
        });

        picture.AssertUnchangedWhere((_, _) => false);
    }

    private static void Compare(
        KernelMemory memory, PixelFormat format, int width, int height, Segmentation segmentation, OverlayOptions options, PixelRegion? region,
        FieldOfView? field, ScalarType type = ScalarType.Float32)
    {
        using var picture = new TestPicture(format, width, height);
        picture.FillWithNoise(width);
        Compare(memory, picture, segmentation, options, region, field, type);
    }

    /// <summary>Draws on a picture, on a copy of it in the kernels' memory, and compares every byte.</summary>
    private static void Compare(
        KernelMemory memory, TestPicture picture, Segmentation segmentation, OverlayOptions options, PixelRegion? region = null, FieldOfView? field = null,
        ScalarType type = ScalarType.Float32)
    {
        var renderer = new OverlayRenderer(options, Enumerable.Range(0, segmentation.Classes).Select(i => $"kind {i}"));
        using var expected = new TestPicture(picture.Format, picture.Width, picture.Height);
        picture.Bytes.CopyTo(expected.Bytes);
        ImagePlanes planes = expected.Planes with { Region = region };
        var polyps = new PolypSet();
        new PolypFinder(new PolypOptions()).Find(segmentation, 0, planes, polyps);

        ImagePlanes drawnOn = memory.Put(picture.Planes with { Region = region }, out nint[] starts);
        DeviceOverlay overlay = new(), legend = new();
        renderer.Export(drawnOn, polyps, overlay, legend, field, opacity: 0.9f);
        nint probabilities = type == ScalarType.Float32
            ? memory.Put<float>(segmentation.Probabilities)
            : memory.Put<Half>(Array.ConvertAll(segmentation.Probabilities.ToArray(), value => (Half)value));
        foreach (DeviceOverlay drawn in (DeviceOverlay[])[overlay, legend])
        {
            memory.Kernels.Draw(
                memory.Queue, drawnOn, drawn.At(memory.Put(drawn.Bytes), probabilities, type, (segmentation.Classes, segmentation.Width, segmentation.Height)));
        }

        picture.Remember();
        memory.Return(picture.Planes, starts);

        var touched = new TouchedMask();
        renderer.Draw(planes, segmentation, 0, polyps, touched, field, opacity: 0.9f);
        picture.AssertUnchangedWhere((x, y) => touched.Pixels[(y * picture.Width) + x] != 0);
        AssertSame(expected, picture);
    }

    /// <summary>
    /// All samples but a few, which differ by one step: the processor adds up the areas beside a ring's edges along the row, and measures distances from the
    /// first pixel of a vector. Both leave other last bits, which once in a thousand samples (with more than 8 bits in fifty) decide a rounding.
    /// </summary>
    private static void AssertSame(TestPicture expected, TestPicture actual)
    {
        PixelFormat format = expected.Format;
        int different = 0, changed = 0;
        for (int c = 0; c < format.Components.Length; c++)
        {
            for (int y = 0; y < format.ComponentHeight(c, expected.Height); y++)
            {
                for (int x = 0; x < format.ComponentWidth(c, expected.Width); x++)
                {
                    int wanted = expected[c, x, y], found = actual[c, x, y];
                    Assert.InRange(found, wanted - 1, wanted + 1);
                    changed += wanted == actual.Before(c, x, y) ? 0 : 1;
                    different += wanted == found ? 0 : 1;
                }
            }
        }

        Assert.InRange(different, 0, changed / (format.Components[0].DepthBits == 8 ? 1000 : 50));
    }

    private static unsafe TestPicture Copy(in ImagePlanes planes)
    {
        var picture = new TestPicture(planes.Format, planes.Width, planes.Height);
        for (int c = 0; c < planes.Format.Components.Length; c++)
        {
            PixelComponent layout = planes.Format.Components[c];
            for (int y = 0; y < planes.Format.ComponentHeight(c, planes.Height); y++)
            {
                byte* row = planes.Plane(layout.Plane) + ((nint)y * planes.Stride(layout.Plane)) + layout.OffsetBytes;
                for (int x = 0; x < planes.Format.ComponentWidth(c, planes.Width); x++)
                {
                    picture[c, x, y] = row[x * layout.StepBytes];
                }
            }
        }

        return picture;
    }
}
