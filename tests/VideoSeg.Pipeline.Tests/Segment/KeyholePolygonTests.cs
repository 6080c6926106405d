using System.Numerics;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Segment;
using Xunit;

namespace VideoSeg.Pipeline.Tests.Segment;

public class KeyholePolygonTests
{
    private const int Cells = 96;

    [Fact]
    public void Of_PolypWithoutHoles_IsItsSimplifiedOutline()
    {
        float[] plane = Planes.Disc(Cells, Cells, 40, 50, 17);
        PolypSet set = Find(plane);
        Detection polyp = Assert.Single(set.Detections.ToArray());
        Assert.Equal(new PolygonSimplifier().Simplify(set.Outline(polyp), 0.5f).ToArray(), new KeyholePolygon().Of(set, polyp, 0.5f).ToArray());
    }

    [Fact]
    public void Of_PolypWithTwoHoles_CoversThePolypAndNotItsHoles()
    {
        float[] plane = Planes.Disc(Cells, Cells, 48, 48, 40);
        Cut(plane, 34, 48, 8);
        Cut(plane, 62, 44, 10);
        PolypSet set = Find(plane);
        Detection polyp = Assert.Single(set.Detections.ToArray());
        Assert.Equal(3, polyp.RingCount);
        Vector2[] ring = new KeyholePolygon().Of(set, polyp, 0.1f).ToArray();
        Assert.Equal(polyp.Area, Math.Abs(Polygon.SignedArea(ring)), polyp.Area * 0.01);
        for (int y = 1; y < Cells; y++)
        {
            for (int x = 1; x < Cells; x++)
            {
                if (Math.Abs(plane[(y * Cells) + x] - 0.5) > 0.4)
                {
                    Assert.Equal(plane[(y * Cells) + x] > 0.5, Contains(ring, x + 0.5f, y + 0.5f));
                }
            }
        }
    }

    private static PolypSet Find(float[] plane)
    {
        var set = new PolypSet();
        new PolypFinder(new PolypOptions()).Add(plane, Cells, Cells, new PixelRegion(0, 0, Cells, Cells), set);
        return set;
    }

    private static void Cut(float[] plane, double x, double y, double radius)
    {
        float[] hole = Planes.Disc(Cells, Cells, x, y, radius);
        for (int i = 0; i < plane.Length; i++)
        {
            plane[i] = Math.Min(plane[i], 1 - hole[i]);
        }
    }

    /// <summary>Even-odd rule.</summary>
    private static bool Contains(Vector2[] ring, float x, float y)
    {
        bool isInside = false;
        for (int i = 0, j = ring.Length - 1; i < ring.Length; j = i++)
        {
            if ((ring[i].Y > y) != (ring[j].Y > y) && x < ((ring[j].X - ring[i].X) * (y - ring[i].Y) / (ring[j].Y - ring[i].Y)) + ring[i].X)
            {
                isInside = !isInside;
            }
        }

        return isInside;
    }
}
