using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tests.Support;
using Xunit;

namespace VideoSeg.Pipeline.Tests.Segment;

public class PolypFinderTests
{
    private const int Cells = 96;
    private static readonly PixelRegion Picture = new(0, 0, 1920, 1080);

    [Fact]
    public void Add_Disc_IsOutlinedToATenthOfACell()
    {
        Detection polyp = Assert.Single(Find(Planes.Disc(Cells, Cells, 40, 50, 17), new PixelRegion(0, 0, Cells, Cells), out PolypSet set));
        Assert.Equal(Math.PI * 17 * 17, polyp.Area, Math.PI * 17 * 0.2);
        foreach (Vector2 point in set.Outline(polyp))
        {
            Assert.Equal(17, Vector2.Distance(point, new Vector2(40, 50)), 0.1);
        }
    }

    [Fact]
    public void Add_StretchedPicture_AreaBoxAndOutlineAreInItsPixels()
    {
        Detection polyp = Assert.Single(Find(Planes.Disc(Cells, Cells, 48, 48, 12), Picture, out PolypSet set));
        Assert.Equal(Math.PI * (12 * 20) * (12 * 11.25), polyp.Area, 0.02 * polyp.Area);
        Assert.Equal(polyp.Area, Math.Abs(Polygon.SignedArea(set.Outline(polyp))), 0.01 * polyp.Area);
        Assert.InRange(polyp.Box.X, 960 - 242, 960 - 238);
        Assert.InRange(polyp.Box.Height, 268, 274);
    }

    [Fact]
    public void Add_Region_MovesThePolypThere()
    {
        Detection polyp = Assert.Single(Find(Planes.Disc(Cells, Cells, 48, 48, 10), new PixelRegion(300, 100, Cells, Cells), out _));
        Assert.Equal(348, polyp.Box.X + (polyp.Box.Width / 2.0), 1.0);
        Assert.Equal(148, polyp.Box.Y + (polyp.Box.Height / 2.0), 1.0);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(96, 40)]
    [InlineData(30, 96)]
    [InlineData(48, 48, 200)]
    public void Add_PolypAtTheBorder_StaysInsideAndReachesIt(double x, double y, double radius = 20)
    {
        Detection polyp = Assert.Single(Find(Planes.Disc(Cells, Cells, x, y, radius), Picture, out PolypSet set));
        foreach (Vector2 point in set.Outline(polyp))
        {
            Assert.InRange(point.X, 0, Picture.Width);
            Assert.InRange(point.Y, 0, Picture.Height);
        }

        Assert.True(polyp.Box.X >= 0 && polyp.Box.X + polyp.Box.Width <= Picture.Width);
        Assert.True(polyp.Box.Y >= 0 && polyp.Box.Y + polyp.Box.Height <= Picture.Height);
        Assert.True(polyp.Box.X == 0 || polyp.Box.Y == 0 || polyp.Box.X + polyp.Box.Width == 1920 || polyp.Box.Y + polyp.Box.Height == 1080);
    }

    [Fact]
    public void Add_RandomPlanes_OutlineAreasAreThoseOfTheCells()
    {
        // With every cell at 1 or 0 the outline runs half way between cell centres, and cuts an eighth of a cell off each corner.
        var finder = new PolypFinder(new PolypOptions { MinArea = 0 });
        Prop.ForAll(Gen.Choose(0, 1).ArrayOf(12 * 9).ToArbitrary(), bits =>
        {
            float[] plane = [.. bits.Select(b => (float)b)];
            var set = new PolypSet();
            finder.Add(plane, 12, 9, new PixelRegion(0, 0, 12, 9), set);
            double area = set.Detections.ToArray().Sum(d => d.Area);
            return area <= bits.Sum() + (0.25 * 108) && area >= bits.Sum() * 0.5 && set.Detections.ToArray().All(d => d.Area > 0 && d.MeanProbability == 1);
        }).CheckRepeatably();
    }

    [Fact]
    public void Add_TwoPolyps_LargestFirstAndSmallOnesLeftOut()
    {
        float[] plane = Planes.Disc(Cells, Cells, 20, 20, 6);
        Planes.Add(plane, Cells, Cells, 70, 60, 15);
        Planes.Add(plane, Cells, Cells, 80, 10, 1.2, 1);
        Detection[] polyps = Find(plane, Picture, out _);
        Assert.Equal(2, polyps.Length);
        Assert.True(polyps[0].Area > polyps[1].Area);
    }

    [Theory]
    [InlineData(0, null, 0.0005)]
    [InlineData(0.01, null, 0.01)]
    [InlineData(0.01, 0.0, 0)]
    [InlineData(0, 0.2, 0.2)]
    public void Of_AskedForAndSaidByTheWeights_TakesTheNearest(double network, double? asked, double expected)
    {
        Assert.Equal(expected, PolypOptions.Of(0.3f, network, null, asked).MinArea);
        Assert.Equal((0.3f, 0.7f), (PolypOptions.Of(0.3f, network, null, asked).Threshold, PolypOptions.Of(0.3f, network, 0.7f, asked).Threshold));
    }

    [Fact]
    public void Add_Ring_HasAHole()
    {
        float[] plane = Planes.Disc(Cells, Cells, 48, 48, 30);
        float[] hole = Planes.Disc(Cells, Cells, 48, 48, 10);
        Detection polyp = Assert.Single(Find([.. plane.Zip(hole, (a, b) => Math.Min(a, 1 - b))], new PixelRegion(0, 0, Cells, Cells), out PolypSet set));
        Assert.Equal(2, polyp.RingCount);
        Assert.Equal(Math.PI * (900 - 100), polyp.Area, 20.0);
        Assert.True(Polygon.SignedArea(set.Ring(polyp.FirstRing)) > 0);
        Assert.True(Polygon.SignedArea(set.Ring(polyp.FirstRing + 1)) < 0);
    }

    [Fact]
    public void RemoveSmall_SmallAndLarge_ClearsTheSmallOneOnly()
    {
        float[] plane = Planes.Disc(Cells, Cells, 70, 60, 15);
        float[] expected = [.. plane];
        Planes.Add(plane, Cells, Cells, 20, 20, 1, 1);
        new PolypFinder(new PolypOptions()).RemoveSmall(plane, Cells, Cells);
        Assert.Equal(expected.Count(p => p >= 0.5f), plane.Count(p => p >= 0.5f));
        Assert.Equal(expected[(60 * Cells) + 70], plane[(60 * Cells) + 70]);
    }

    [Fact]
    public void Smooth_Staircase_BecomesStraightAndKeepsItsArea()
    {
        // A slanted half plane of hard cells: the outline should be a straight line, off by much less than a step.
        var plane = new float[Cells * Cells];
        for (int i = 0; i < plane.Length; i++)
        {
            plane[i] = (i % Cells) + ((i / Cells) * 0.4) < 60 ? 1 : 0;
        }

        Detection polyp = Assert.Single(Find(plane, new PixelRegion(0, 0, Cells, Cells), out PolypSet set));
        int checkedPoints = 0;
        foreach (Vector2 point in set.Outline(polyp))
        {
            if (point.X > 2 && point.Y is > 8 and < Cells - 8)
            {
                double offset = (point.X + (point.Y * 0.4) - 60.6) / Math.Sqrt(1.16);
                Assert.InRange(offset, -0.15, 0.15);
                checkedPoints++;
            }
        }

        Assert.True(checkedPoints > 60);
        Assert.Equal(polyp.Area, Polygon.SignedArea(set.Outline(polyp)), polyp.Area * 0.01);
    }

    private static Detection[] Find(float[] plane, PixelRegion region, out PolypSet set)
    {
        set = new PolypSet();
        new PolypFinder(new PolypOptions()).Add(plane, Cells, plane.Length / Cells, region, set);
        return set.Detections.ToArray();
    }
}
