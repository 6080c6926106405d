using System.Numerics;

namespace VideoSeg.Pipeline.Preprocess;

/// <summary>Andrew's monotone chain (A. M. Andrew, "Another efficient algorithm for convex hulls in two dimensions", 1979).</summary>
internal static class ConvexHull
{
    /// <summary>The corners of the hull, clockwise where y points down. Fewer than three where the points lie on a line.</summary>
    public static List<Vector2> Of(IEnumerable<Vector2> points)
    {
        Vector2[] sorted = [.. points.Distinct().OrderBy(p => p.X).ThenBy(p => p.Y)];
        if (sorted.Length < 3)
        {
            return [.. sorted];
        }

        List<Vector2> upper = Chain(sorted);
        Array.Reverse(sorted);
        List<Vector2> lower = Chain(sorted);
        return [.. upper[..^1], .. lower[..^1]];
    }

    /// <summary>Where a horizontal line cuts the hull; null where it misses it.</summary>
    public static (float Left, float Right)? Cut(List<Vector2> hull, float y)
    {
        float left = float.PositiveInfinity, right = float.NegativeInfinity;
        for (int i = 0; i < hull.Count; i++)
        {
            Vector2 a = hull[i], b = hull[(i + 1) % hull.Count];
            if (Math.Min(a.Y, b.Y) > y || Math.Max(a.Y, b.Y) < y)
            {
                continue;
            }

            float x = a.Y == b.Y ? a.X : a.X + ((b.X - a.X) * (y - a.Y) / (b.Y - a.Y));
            (left, right) = (Math.Min(left, x), Math.Max(right, x));
            if (a.Y == b.Y)
            {
                (left, right) = (Math.Min(left, b.X), Math.Max(right, b.X));
            }
        }

        return left <= right ? (left, right) : null;
    }

    private static List<Vector2> Chain(Vector2[] points)
    {
        var chain = new List<Vector2>();
        foreach (Vector2 point in points)
        {
            while (chain.Count > 1 && Cross(chain[^2], chain[^1], point) >= 0)
            {
                chain.RemoveAt(chain.Count - 1);
            }

            chain.Add(point);
        }

        return chain;
    }

    private static float Cross(Vector2 origin, Vector2 a, Vector2 b) =>
        ((a.X - origin.X) * (b.Y - origin.Y)) - ((a.Y - origin.Y) * (b.X - origin.X));
}
