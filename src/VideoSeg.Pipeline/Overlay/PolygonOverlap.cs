using System.Numerics;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>How much of a polygon lies under an upright rectangle.</summary>
internal static class PolygonOverlap
{
    /// <summary>
    /// Area of the part of a ring inside a rectangle: for each edge, the signed area within the rectangle to its left is integrated over
    /// the rows that both have in common.
    /// </summary>
    public static double Area(ReadOnlySpan<Vector2> ring, in PixelRectangle rectangle)
    {
        double sum = 0, width = rectangle.Width;
        Vector2 from = ring[^1];
        foreach (Vector2 to in ring)
        {
            (Vector2 upper, Vector2 lower) = from.Y < to.Y ? (from, to) : (to, from);
            double top = Math.Max(upper.Y, rectangle.Top), bottom = Math.Min(lower.Y, rectangle.Bottom);
            if (bottom > top)
            {
                double slope = (lower.X - upper.X) / (double)(lower.Y - upper.Y);
                double x0 = upper.X + ((top - upper.Y) * slope) - rectangle.Left;
                double x1 = upper.X + ((bottom - upper.Y) * slope) - rectangle.Left;
                sum += (from.Y < to.Y ? 1 : -1) * (bottom - top) * MeanClamped(x0, x1, width);
            }

            from = to;
        }

        // Edges to the right of the rectangle cancel each other only up to rounding.
        return Math.Abs(sum) < 1e-6 ? 0 : Math.Abs(sum);
    }

    /// <summary>Mean of x clamped to [0, width] as x goes from x0 to x1.</summary>
    private static double MeanClamped(double x0, double x1, double width)
    {
        return Math.Abs(x1 - x0) < 1e-9 ? Math.Clamp(x0, 0, width) : (Integral(x1) - Integral(x0)) / (x1 - x0);

        double Integral(double x) => x <= 0 ? 0 : x <= width ? x * x / 2 : (width * x) - (width * width / 2);
    }
}
