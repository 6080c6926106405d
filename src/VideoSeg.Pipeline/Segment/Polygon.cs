using System.Numerics;

namespace VideoSeg.Pipeline.Segment;

/// <summary>Measures of a closed ring of points.</summary>
internal static class Polygon
{
    /// <summary>Signed area (shoelace); positive where the ring runs clockwise on a screen (y downwards).</summary>
    public static double SignedArea(ReadOnlySpan<Vector2> ring)
    {
        double sum = 0;
        Vector2 previous = ring[^1];
        foreach (Vector2 point in ring)
        {
            sum += ((double)previous.X * point.Y) - ((double)point.X * previous.Y);
            previous = point;
        }

        return sum / 2;
    }

    /// <summary>The smallest upright rectangle around the points.</summary>
    public static (Vector2 Minimum, Vector2 Maximum) Bounds(ReadOnlySpan<Vector2> points)
    {
        Vector2 minimum = points[0], maximum = points[0];
        foreach (Vector2 point in points)
        {
            minimum = Vector2.Min(minimum, point);
            maximum = Vector2.Max(maximum, point);
        }

        return (minimum, maximum);
    }
}
