using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Preprocess;

namespace VideoSeg.Pipeline.Tests.Preprocess;

public sealed class FieldOfViewTests
{
    [Fact]
    public void Whole_Picture_IsWhole()
    {
        FieldOfView field = FieldOfView.Whole(7, 5);
        Assert.True(field.IsWhole);
        Assert.Equal(new PixelRegion(0, 0, 7, 5), field.Bounds);
        Assert.Equal(35, field.Area);
    }

    [Fact]
    public void Box_BeyondTheEdge_IsCutOff()
    {
        FieldOfView field = FieldOfView.Box(10, 8, new PixelRegion(6, -2, 30, 5));
        Assert.Equal(new PixelRegion(6, 0, 4, 3), field.Bounds);
        Assert.True(field.Contains(9, 2));
        Assert.False(field.Contains(9, 3));
        Assert.False(field.Contains(5, 0));
        Assert.Throws<ArgumentException>(() => FieldOfView.Box(10, 8, new PixelRegion(10, 0, 5, 5)));
    }

    [Fact]
    public void Circle_OfRadius_HoldsThePixelsWhoseCentresLieInIt()
    {
        FieldOfView field = FieldOfView.Circle(40, 30, 21.5, 14, 12.25);
        for (int y = 0; y < 30; y++)
        {
            for (int x = 0; x < 40; x++)
            {
                double dx = x + 0.5 - 21.5, dy = y + 0.5 - 14;
                Assert.Equal((dx * dx) + (dy * dy) <= 12.25 * 12.25, field.Contains(x, y));
            }
        }
    }

    [Fact]
    public void Segmented_Region_IsTheBoundsWithAMarginWithinThePicture()
    {
        Assert.Equal(new PixelRegion(76, 38, 248, 124), FieldOfView.Box(400, 300, new PixelRegion(100, 50, 200, 100)).Segmented);
        Assert.Equal(new PixelRegion(0, 0, 384, 300), FieldOfView.Box(400, 300, new PixelRegion(20, 10, 325, 280)).Segmented);
    }

    [Fact]
    public void ScaledTo_TwiceTheSize_HoldsTwiceAsMuchEachWay()
    {
        FieldOfView field = FieldOfView.Circle(40, 30, 20, 15, 12), twice = field.ScaledTo(80, 60);
        Assert.Equal(4 * field.Area, twice.Area);
        Assert.Same(field, field.ScaledTo(40, 30));
        Assert.InRange(field.ScaledTo(31, 17).Area, field.Area * 31 * 17 / 1200 * 0.85, field.Area * 31 * 17 / 1200.0);
    }

    [Fact]
    public void ClearOutside_PlaneOverItsBounds_KeepsCellsWhoseCentresLieInTheField()
    {
        FieldOfView field = FieldOfView.Circle(100, 80, 50, 40, 30);
        var plane = new float[16 * 12];
        Array.Fill(plane, 1);
        field.ClearOutside(plane, 16, 12, field.Bounds);
        for (int i = 0; i < plane.Length; i++)
        {
            double x = field.Bounds.X + (((i % 16) + 0.5) * field.Bounds.Width / 16), y = field.Bounds.Y + (((i / 16) + 0.5) * field.Bounds.Height / 12);
            double distance = Math.Sqrt(((x - 50) * (x - 50)) + ((y - 40) * (y - 40)));
            Assert.True(distance is > 29 and < 31.5 || plane[i] == (distance < 30 ? 1 : 0), $"cell {i} at {distance} of 30");
        }
    }
}
