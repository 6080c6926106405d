using FsCheck;
using FsCheck.Fluent;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tests.Segment;
using VideoSeg.Pipeline.Tests.Support;
using Xunit;

namespace VideoSeg.Pipeline.Tests.Overlay;

public class LabelPlacerTests
{
    private const int Cells = 64;
    private static readonly PixelRectangle Limits = new(0, 0, 640, 480);

    [Fact]
    public void Place_PolypAnywhere_IsInsideThePictureAndNotOverThePolyp()
    {
        var places = from x in Gen.Choose(0, Cells) from y in Gen.Choose(0, Cells) from radius in Gen.Choose(3, 24) select (x, y, radius);
        Prop.ForAll(places.ToArbitrary(), place =>
        {
            PolypSet set = Find(Planes.Disc(Cells, Cells, place.x, place.y, place.radius));
            PixelRectangle label = new LabelPlacer().Place(set, set.Detections[0], 90, 24, 6, Limits)!.Value;
            return label.Left >= 0 && label.Top >= 0 && label.Right <= 640 && label.Bottom <= 480 && label.Width == 90 && label.Height == 24
                && PolygonOverlap.Area(set.Outline(set.Detections[0]), label) == 0;
        }).CheckRepeatably();
    }

    [Fact]
    public void Place_PolypBesideTheLabelsRows_CountsAsNoOverlap()
    {
        // Found at random once: the edges beside the label did not cancel exactly.
        PolypSet set = Find(Planes.Disc(Cells, Cells, 64, 23, 20));
        PixelRectangle label = new LabelPlacer().Place(set, set.Detections[0], 90, 24, 6, Limits)!.Value;
        Assert.Equal(0.0, PolygonOverlap.Area(set.Outline(set.Detections[0]), label));
    }

    [Fact]
    public void Place_SeveralPolyps_LabelsDoNotOverlap()
    {
        float[] plane = Planes.Disc(Cells, Cells, 20, 20, 5);
        Planes.Add(plane, Cells, Cells, 33, 20, 5);
        Planes.Add(plane, Cells, Cells, 26, 32, 5);
        PolypSet set = Find(plane);
        var placer = new LabelPlacer();
        PixelRectangle[] labels = [.. set.Detections.ToArray().Select(d => placer.Place(set, d, 120, 24, 6, Limits)!.Value)];
        Assert.Equal(3, labels.Length);
        for (int i = 0; i < 3; i++)
        {
            (PixelRectangle a, PixelRectangle b) = (labels[i], labels[(i + 1) % 3]);
            Assert.True(a.Right <= b.Left || b.Right <= a.Left || a.Bottom <= b.Top || b.Bottom <= a.Top);
            Assert.All(set.Detections.ToArray(), d => Assert.Equal(0, PolygonOverlap.Area(set.Outline(d), a), 3));
        }
    }

    [Fact]
    public void Place_SmallPolypInACrowd_StaysNear()
    {
        float[] plane = Planes.Disc(Cells, Cells, 32, 32, 2);
        foreach ((int x, int y) in new[] { (20, 32), (44, 32), (32, 20), (32, 44), (20, 20), (44, 44), (20, 44), (44, 20) })
        {
            Planes.Add(plane, Cells, Cells, x, y, 5);
        }

        PolypSet set = Find(plane);
        PixelRectangle label = new LabelPlacer().Place(set, set.Detections[^1], 90, 24, 6, Limits)!.Value;
        Assert.InRange((label.Left + label.Right) / 2, 320 - 110, 320 + 110);
        Assert.InRange((label.Top + label.Bottom) / 2, 240 - 90, 240 + 90);
    }

    [Fact]
    public void Place_PolypFillsThePicture_StillShowsTheLabelInside()
    {
        PolypSet set = Find(Planes.Disc(Cells, Cells, 32, 32, 200));
        Assert.NotNull(new LabelPlacer().Place(set, set.Detections[0], 90, 24, 6, Limits));
    }

    [Fact]
    public void Place_PictureTooSmall_LeavesTheLabelOut()
    {
        PolypSet set = Find(Planes.Disc(Cells, Cells, 32, 32, 10));
        Assert.Null(new LabelPlacer().Place(set, set.Detections[0], 90, 24, 6, new PixelRectangle(0, 0, 80, 480)));
    }

    private static PolypSet Find(float[] plane)
    {
        var set = new PolypSet();
        new PolypFinder(new PolypOptions { MinArea = 0 }).Add(plane, Cells, Cells, new PixelRegion(0, 0, 640, 480), set);
        return set;
    }
}
