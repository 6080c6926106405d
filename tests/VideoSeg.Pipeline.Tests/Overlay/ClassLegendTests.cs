using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tests.Segment;
using Xunit;

namespace VideoSeg.Pipeline.Tests.Overlay;

public class ClassLegendTests
{
    private const int Width = 640, Height = 480;

    private static readonly string[] Two = ["neoplastic", "non-neoplastic"];

    [Theory]
    [InlineData("yuv420p")]
    [InlineData("yuv410p")]
    [InlineData("rgb24")]
    [InlineData("p010le")]
    public void Draw_BesideACircle_TouchesWhatItTells_AndNothingOfTheField(string format)
    {
        using var picture = new TestPicture(TestFormats.Named(format), Width, Height);
        picture.FillWithNoise(1);
        FieldOfView field = FieldOfView.Circle(Width, Height, 321, 239, 230);
        TouchedMask touched = Draw(picture, new OverlayOptions(), Two, field);
        picture.AssertUnchangedWhere((x, y) => touched.Pixels[(y * Width) + x] != 0);
        Assert.InRange(touched.Pixels.Count((byte)255), 1500, 40000);
        AssertOutside(touched, field);
    }

    [Theory]
    [InlineData(LegendMode.Auto, 1, false)]
    [InlineData(LegendMode.Auto, 2, true)]
    [InlineData(LegendMode.On, 1, true)]
    [InlineData(LegendMode.Off, 2, false)]
    public void DrawsOn_WithoutPolyps_WhereALegendIsWanted(LegendMode mode, int classes, bool isDrawn)
    {
        var options = new OverlayOptions { Legend = mode };
        Assert.Equal(isDrawn, new OverlayRenderer(options, Two.Take(classes)).DrawsOn(new PolypSet()));
        Assert.False(new OverlayRenderer(options with { Style = OverlayStyle.None }, Two.Take(classes)).DrawsOn(new PolypSet()));
        using var picture = new TestPicture(PixelFormat.Rgb24, Width, Height);
        Assert.Equal(isDrawn, Draw(picture, options, [.. Two.Take(classes)], field: null).Pixels.Contains((byte)255));
    }

    [Fact]
    public void Draw_WhereTheBorderHasNoRoom_DrawsNothing()
    {
        using var picture = new TestPicture(PixelFormat.Rgb24, Width, Height);
        FieldOfView field = FieldOfView.Box(Width, Height, new PixelRegion(8, 8, Width - 16, Height - 16));
        Assert.False(Draw(picture, new OverlayOptions(), Two, field).Pixels.Contains((byte)255));
    }

    [Fact]
    public void Draw_InANarrowStrip_StandsInARow()
    {
        // Thirty-six rows below the field: room for one line of letters, not for two.
        using var picture = new TestPicture(PixelFormat.Rgb24, Width, Height);
        FieldOfView field = FieldOfView.Box(Width, Height, new PixelRegion(0, 0, Width, Height - 36));
        TouchedMask touched = Draw(picture, new OverlayOptions(), Two, field);
        Assert.True(touched.Pixels.Contains((byte)255));
        Assert.False(touched.Pixels[..((Height - 36) * Width)].Contains((byte)255));
    }

    [Fact]
    public void Draw_WithColoursOfTheWeights_ShowsThemInLegendAndContour()
    {
        using var picture = new TestPicture(PixelFormat.Rgb24, Width, Height);
        using var segmentation = new Segmentation(1, 2, 64, 48);
        segmentation.Probabilities.Clear();
        Planes.Disc(64, 48, 16, 20, 8).CopyTo(segmentation.Plane(0, 0));
        Planes.Disc(64, 48, 48, 20, 8).CopyTo(segmentation.Plane(0, 1));
        var polyps = new PolypSet();
        new PolypFinder(new PolypOptions()).Find(segmentation, 0, picture.Planes, polyps);
        Assert.Equal([0, 1], polyps.Detections.ToArray().OrderBy(d => d.Box.X).Select(d => d.ClassIndex));
        var renderer = new OverlayRenderer(new OverlayOptions { LineWidth = 3 }, Two, colors: ["#FF8000", "#40FF40"]);
        renderer.Draw(picture.Planes, segmentation, 0, polyps);
        Assert.True(Has(picture, 0, 0, 320, 400, 255, 128, 0));
        Assert.False(Has(picture, 0, 0, 320, 400, 64, 255, 64));
        Assert.True(Has(picture, 320, 0, 640, 400, 64, 255, 64));
        Assert.True(Has(picture, 0, 400, 320, 480, 255, 128, 0), "the legend lacks the first colour");
        Assert.True(Has(picture, 0, 400, 320, 480, 64, 255, 64), "the legend lacks the second colour");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Draw_OnTurnedPictures_StaysOutsideTheField(int quarters)
    {
        using var picture = new TestPicture(PixelFormat.Rgb24, Width, Height);
        picture.FillWithNoise(1);
        FieldOfView field = FieldOfView.Circle(Width, Height, 320, 240, 238);
        TouchedMask touched = Draw(picture, new OverlayOptions(), ["a", "b"], field, quarters * 90);
        Assert.True(touched.Pixels.Contains((byte)255));
        picture.AssertUnchangedWhere((x, y) => touched.Pixels[(y * Width) + x] != 0);
        AssertOutside(touched, field);
    }

    [Fact]
    public void Draw_FieldThatTheLegendAloneKeepsOff_StaysOutside()
    {
        using var picture = new TestPicture(PixelFormat.Rgb24, Width, Height);
        // It holds the lower left corner, where a legend stands that knows of no field.
        FieldOfView field = FieldOfView.Box(Width, Height, new PixelRegion(0, 0, Width - 200, Height));
        var touched = new TouchedMask();
        new OverlayRenderer(new OverlayOptions(), Two).Draw(picture.Planes, null, 0, new PolypSet(), touched, legendField: field);
        Assert.True(touched.Pixels.Contains((byte)255));
        AssertOutside(touched, field);
    }

    [Fact]
    public void Draw_OverAPictureWithoutABorder_LabelsKeepOffTheLegend()
    {
        // A polyp that fills the picture but for the lower left corner, where the legend stands: a label would be put there too.
        using var picture = new TestPicture(PixelFormat.Rgb24, Width, Height);
        PixelRectangle plate = LegendPlace.Find(Width, Height, Two, null, isTurned: false, default)!.Plate;
        float[] plane = [.. Enumerable.Repeat(1f, 64 * 48)];
        for (int y = 42; y < 48; y++)
        {
            plane.AsSpan(y * 64, 26).Clear();
        }

        var polyps = new PolypSet();
        new PolypFinder(new PolypOptions()).Add(plane, 64, 48, new PixelRegion(0, 0, Width, Height), polyps);
        var placer = new LabelPlacer();
        placer.Clear();
        Assert.True(Meet(placer.Place(polyps, polyps.Detections[0], 150, 20, 4, new PixelRectangle(0, 0, Width, Height))!.Value, plate));
        placer.Clear(plate);
        Assert.False(Meet(placer.Place(polyps, polyps.Detections[0], 150, 20, 4, new PixelRectangle(0, 0, Width, Height))!.Value, plate));

        static bool Meet(PixelRectangle a, PixelRectangle b) => a.Left < b.Right && b.Left < a.Right && a.Top < b.Bottom && b.Top < a.Bottom;
    }

    [Fact]
    public void Draw_FrameAfterFrame_AllocatesNothing()
    {
        using var picture = new TestPicture(PixelFormat.Rgb24, Width, Height);
        FieldOfView field = FieldOfView.Circle(Width, Height, 321, 239, 230);
        var renderer = new OverlayRenderer(new OverlayOptions(), Two);
        var polyps = new PolypSet();
        var touched = new TouchedMask();
        for (int i = 0; i < 5; i++)
        {
            renderer.Draw(picture.Planes, null, 0, polyps, touched, field);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
        {
            renderer.Draw(picture.Planes, null, 0, polyps, touched, field);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Find_WhereTheStateMarkStands_KeepsOff()
    {
        var taken = new PixelRectangle(0, 240, Width, Height);
        LegendPlace place = LegendPlace.Find(Width, Height, Two, null, isTurned: false, taken)!;
        Assert.True(place.Plate.Bottom <= 240, $"{place.Plate}");
        Assert.Null(LegendPlace.Find(Width, Height, Two, null, isTurned: false, new PixelRectangle(0, 0, Width, Height)));
    }

    private static void AssertOutside(TouchedMask touched, FieldOfView field)
    {
        for (int i = 0; i < Width * Height; i++)
        {
            Assert.False(touched.Pixels[i] != 0 && field.Contains(i % Width, i / Width), $"the legend touches {i % Width}, {i / Width} of the field");
        }
    }

    private static TouchedMask Draw(TestPicture picture, OverlayOptions options, string[] classes, FieldOfView? field, double rotation = 0)
    {
        var touched = new TouchedMask();
        new OverlayRenderer(options, classes, rotation).Draw(picture.Planes, null, 0, new PolypSet(), touched, field);
        return touched;
    }

    private static unsafe bool Has(TestPicture picture, int left, int top, int right, int bottom, byte red, byte green, byte blue)
    {
        ImagePlanes planes = picture.Planes;
        for (int y = top; y < bottom; y++)
        {
            byte* row = (byte*)planes.Plane0 + (y * planes.Stride0);
            for (int x = left; x < right; x++)
            {
                if (Math.Abs(row[3 * x] - red) <= 1 && Math.Abs(row[(3 * x) + 1] - green) <= 1 && Math.Abs(row[(3 * x) + 2] - blue) <= 1)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
