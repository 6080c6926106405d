using System.Numerics;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Tests.Segment;

public class PolygonSimplifierTests
{
    [Fact]
    public void Simplify_Circle_KeepsFewPointsAndTheAreaWithinTheTolerance()
    {
        Vector2[] circle = [.. Enumerable.Range(0, 400).Select(i => new Vector2(MathF.Cos(i * MathF.Tau / 400), MathF.Sin(i * MathF.Tau / 400)) * 100)];
        ReadOnlySpan<Vector2> simple = new PolygonSimplifier().Simplify(circle, 0.5f);
        Assert.InRange(simple.Length, 16, 60);
        Assert.Equal(Polygon.SignedArea(circle), Polygon.SignedArea(simple), 0.5 * MathF.Tau * 100);
        foreach (Vector2 point in circle)
        {
            Assert.True(Distance(simple, point) <= 0.501f);
        }
    }

    [Fact]
    public void Simplify_PointsOnASquare_LeavesItsCorners()
    {
        Vector2[] square = [new(0, 0), new(5, 0), new(10, 0), new(10, 4), new(10, 10), new(3, 10), new(0, 10), new(0, 7)];
        Assert.Equal([new(0, 0), new(10, 0), new(10, 10), new(0, 10)], new PolygonSimplifier().Simplify(square, 0.1f).ToArray());
    }

    [Fact]
    public void Simplify_SmallerThanTheTolerance_StaysAPolygon()
    {
        Vector2[] speck = [new(0, 0), new(0.2f, 0), new(0.2f, 0.2f), new(0, 0.2f)];
        Assert.True(new PolygonSimplifier().Simplify(speck, 0.5f).Length >= 3);
    }

    private static float Distance(ReadOnlySpan<Vector2> ring, Vector2 point)
    {
        float best = float.MaxValue;
        Vector2 from = ring[^1];
        foreach (Vector2 to in ring)
        {
            float share = Math.Clamp(Vector2.Dot(point - from, to - from) / (to - from).LengthSquared(), 0, 1);
            best = Math.Min(best, Vector2.Distance(point, from + ((to - from) * share)));
            from = to;
        }

        return best;
    }
}
