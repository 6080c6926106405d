using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tests.Segment;
using Xunit;

namespace VideoSeg.Pipeline.Tests.Overlay;

public class OverlayRendererTests
{
    private const int Cells = 64;

    public static TheoryData<string, OverlayStyle, int, int> EveryFormatAndStyle()
    {
        var data = new TheoryData<string, OverlayStyle, int, int>();
        foreach (PixelFormat format in TestFormats.All)
        {
            foreach (OverlayStyle style in Enum.GetValues<OverlayStyle>())
            {
                data.Add(format.Name, style, 255, 211);
            }
        }

        data.Add("yuv420p", OverlayStyle.Fill, 1, 1);
        data.Add("nv12", OverlayStyle.Contour, 7, 3);
        data.Add("yuv410p", OverlayStyle.Box, 33, 65);
        return data;
    }

    [Theory]
    [MemberData(nameof(EveryFormatAndStyle))]
    public void Draw_AnyFormat_LeavesEveryByteOutsideTheTouchedPixelsAlone(string format, OverlayStyle style, int width, int height)
    {
        using var picture = new TestPicture(TestFormats.Named(format), width, height);
        picture.FillWithNoise(1);
        TouchedMask touched = Draw(picture, style, TwoPolyps());
        picture.AssertUnchangedWhere((x, y) => touched.Pixels[(y * width) + x] != 0);
        double share = touched.Pixels.ToArray().Count(p => p != 0) / (double)(width * height);
        if (style == OverlayStyle.None)
        {
            Assert.Equal(0, share);
        }
        else
        {
            Assert.InRange(share, 0.001, width > 100 ? 0.5 : 1);
        }
    }

    [Theory]
    [InlineData("yuv420p")]
    [InlineData("nv12")]
    [InlineData("p010le")]
    [InlineData("rgb24")]
    [InlineData("yuv444p16le")]
    public void Draw_Contour_ShowsItsColourOnTheLine(string format)
    {
        // Full coverage of the line's luma and chroma must be met somewhere on it, in every component.
        PixelFormat layout = TestFormats.Named(format);
        using var picture = new TestPicture(layout, 800, 720);
        picture.Remember();
        Draw(picture, OverlayStyle.Contour, Planes.Disc(Cells, Cells, 32, 32, 16), new OverlayOptions { LineWidth = 3, Labels = false });
        Ink ink = Ink.Of(OverlayPalette.Class(0), picture.Planes);
        float[] expected = [ink.First, ink.Second, ink.Third];
        for (int c = 0; c < 3; c++)
        {
            int closest = int.MaxValue;
            for (int y = 0; y < layout.ComponentHeight(c, 720); y++)
            {
                for (int x = 0; x < layout.ComponentWidth(c, 800); x++)
                {
                    closest = Math.Min(closest, (int)Math.Abs(picture[c, x, y] - expected[c]));
                }
            }

            Assert.True(closest <= 1, $"component {c}: the colour {expected[c]} is missed by {closest}");
        }
    }

    [Theory]
    [InlineData(480, 360, 1.6)]
    [InlineData(1280, 720, 2)]
    [InlineData(1920, 1080, 3)]
    [InlineData(3840, 2160, 6)]
    public void Draw_Contour_IsEquallyWideAllAroundAndGrowsWithThePicture(int width, int height, double expected)
    {
        // On black the dark casing leaves nothing; the line's light in each sector, over the sector's length, is its width.
        using var picture = new TestPicture(PixelFormat.Gray16, width, height, range: ColorRange.Full);
        int cells = 352;
        var plane = new float[cells * cells];
        double radius = height / 3.0;
        for (int i = 0; i < plane.Length; i++)
        {
            double x = (((i % cells) + 0.5) * width / cells) - (width / 2.0), y = (((i / cells) + 0.5) * height / cells) - (height / 2.0);
            plane[i] = (float)Math.Clamp(0.5 + ((radius - Math.Sqrt((x * x) + (y * y))) * 352 / height / 3), 0, 1);
        }

        Draw(picture, OverlayStyle.Contour, plane, new OverlayOptions { Labels = false }, cells);
        double full = Ink.Of(OverlayPalette.Class(0), picture.Planes).First;
        var sectors = new double[12];
        int between = 0;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double angle = Math.Atan2(y + 0.5 - (height / 2.0), x + 0.5 - (width / 2.0)) + Math.PI;
                double coverage = picture[0, x, y] / full;
                sectors[Math.Min((int)(angle / (2 * Math.PI) * 12), 11)] += coverage;
                between += coverage is > 0.1 and < 0.9 ? 1 : 0;
            }
        }

        Assert.All(sectors, light => Assert.Equal(expected, light / (2 * Math.PI * radius / 12), expected * 0.08));
        Assert.True(between > radius * 2, "the line's edge is not anti-aliased");
    }

    [Fact]
    public void Draw_Region_DrawsNothingOutsideIt()
    {
        using var picture = new TestPicture(PixelFormat.Yuv420P, 320, 240);
        picture.FillWithNoise(2);
        ImagePlanes planes = picture.Planes with { Region = new PixelRegion(80, 40, 160, 120) };
        var plane = new float[Cells * Cells];
        Array.Fill(plane, 0.9f);
        foreach (OverlayStyle style in Enum.GetValues<OverlayStyle>())
        {
            Draw(planes, style, plane, new OverlayOptions(), Cells);
            picture.AssertUnchangedWhere((x, y) => x is >= 80 and < 240 && y is >= 40 and < 160);
        }
    }

    [Fact]
    public void Draw_Fill_TintsTheInsideByTheSameShareEverywhere()
    {
        using var picture = new TestPicture(PixelFormat.Gray8, 640, 640, range: ColorRange.Full);
        Draw(picture, OverlayStyle.Fill, Planes.Disc(Cells, Cells, 32, 32, 20), new OverlayOptions { Labels = false });
        int middle = picture[0, 320, 320];
        Assert.True(middle > 20);
        Assert.Equal(middle, picture[0, 250, 300]);
        Assert.Equal(0, picture[0, 20, 20]);
    }

    [Fact]
    public void Draw_Heatmap_GrowsWithTheProbability()
    {
        using var picture = new TestPicture(PixelFormat.Yuv444P, 320, 64);
        picture.FillWithNoise(0);
        picture.Bytes.Fill(100);
        var plane = new float[Cells * Cells];
        for (int i = 0; i < plane.Length; i++)
        {
            plane[i] = (i % Cells) / (float)Cells * 0.49f;
        }

        Draw(picture, OverlayStyle.Heatmap, plane, new OverlayOptions());
        Assert.Equal(100, picture[1, 10, 30]);
        Assert.True(picture[1, 120, 30] > 101 && picture[1, 120, 30] < picture[1, 220, 30] && picture[1, 220, 30] < picture[1, 310, 30]);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public void Draw_OfAPictureThatPlayersTurn_LabelsItAsTheTurnedPictureWouldBe(int degrees)
    {
        // A square picture with a disc in its middle is the same however it is turned, so the drawings must be each other's turns: all but
        // the place of the label, which is looked for from above.
        const int Size = 400;
        using TestPicture upright = Labelled(Size, 0), turned = Labelled(Size, degrees);
        var letters = new List<(int, int)>();
        var turnedLetters = new List<(int X, int Y)>();
        for (int y = 0; y < Size; y++)
        {
            for (int x = 0; x < Size; x++)
            {
                if (upright[0, x, y] != 0)
                {
                    letters.Add((x, y));
                }

                if (turned[0, x, y] != 0)
                {
                    // As a player turns it.
                    turnedLetters.Add(degrees switch { 90 => (Size - 1 - y, x), 180 => (Size - 1 - x, Size - 1 - y), _ => (y, Size - 1 - x) });
                }
            }
        }

        Assert.NotEmpty(letters);
        Assert.Equal(FromTheirCorner(letters), FromTheirCorner(turnedLetters));
    }

    private static TestPicture Labelled(int size, int degrees)
    {
        var picture = new TestPicture(PixelFormat.Gray8, size, size, range: ColorRange.Full);
        using var segmentation = new Segmentation(1, 1, Cells, Cells);
        Planes.Disc(Cells, Cells, 32, 32, 8).CopyTo(segmentation.Probabilities);
        var set = new PolypSet();
        new PolypFinder(new PolypOptions()).Find(segmentation, 0, picture.Planes, set);
        var canvas = new OverlayCanvas();
        PixelRectangle limits = PixelRectangle.Of(picture.Planes);
        canvas.Begin(limits);
        new LabelPainter(canvas, ["polyp"], new ClassPalette(null), degrees / 90).Add(picture.Planes, set, limits, 2);
        canvas.Render(picture.Planes, touched: null);
        return picture;
    }

    private static (int X, int Y)[] FromTheirCorner(List<(int X, int Y)> pixels)
    {
        (int left, int top) = (pixels.Min(p => p.X), pixels.Min(p => p.Y));
        return [.. pixels.Select(p => (p.X - left, p.Y - top)).OrderBy(p => p.Item2).ThenBy(p => p.Item1)];
    }

    [Fact]
    public void Draw_Repeated_AllocatesNothing()
    {
        using var picture = new TestPicture(PixelFormat.Yuv420P, 640, 480);
        using var segmentation = new Segmentation(1, 1, Cells, Cells);
        TwoPolyps().CopyTo(segmentation.Probabilities);
        var finder = new PolypFinder(new PolypOptions());
        var set = new PolypSet();
        OverlayRenderer[] renderers = [.. Enum.GetValues<OverlayStyle>().Select(s => new OverlayRenderer(new OverlayOptions { Style = s }, ["polyp"]))];
        Round();

        // The runtime compiles hot methods anew in the meantime, which may cost an object once; what is paid for each frame is paid every time.
        long least = Enumerable.Range(0, 4).Min(_ => Allocated(30));
        Assert.Equal(0, least);

        long Allocated(int rounds)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < rounds; i++)
            {
                Round();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Round()
        {
            ImagePlanes planes = picture.Planes;
            finder.Find(segmentation, 0, planes, set);
            foreach (OverlayRenderer renderer in renderers)
            {
                renderer.Draw(planes, segmentation, 0, set);
            }
        }
    }

    private static float[] TwoPolyps()
    {
        float[] plane = Planes.Disc(Cells, Cells, 20, 25, 9);
        Planes.Add(plane, Cells, Cells, 60, 58, 8);
        return plane;
    }

    private static TouchedMask Draw(TestPicture picture, OverlayStyle style, float[] plane, OverlayOptions? options = null, int cells = Cells) =>
        Draw(picture.Planes, style, plane, options ?? new OverlayOptions(), cells);

    private static TouchedMask Draw(in ImagePlanes planes, OverlayStyle style, float[] plane, OverlayOptions options, int cells)
    {
        using var segmentation = new Segmentation(1, 1, cells, plane.Length / cells);
        plane.CopyTo(segmentation.Probabilities);
        var set = new PolypSet();
        new PolypFinder(new PolypOptions()).Find(segmentation, 0, planes, set);
        var touched = new TouchedMask();
        new OverlayRenderer(options with { Style = style }, ["polyp"]).Draw(planes, segmentation, 0, set, touched);
        return touched;
    }
}
