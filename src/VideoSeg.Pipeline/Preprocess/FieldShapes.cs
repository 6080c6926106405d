using System.Numerics;

namespace VideoSeg.Pipeline.Preprocess;

/// <summary>Names the shape of a field.</summary>
internal static class FieldShapes
{
    private const float BoxFill = 0.985f;
    private const float CircleTolerance = 0.03f;
    private const float OctagonFill = 0.8f;

    /// <summary>What a hull looks like.</summary>
    /// <param name="hull">Its corners on a square grid.</param>
    /// <param name="hasNotches">Whether corners of it are cut out.</param>
    /// <param name="aspectRatio">Width over height of the picture that the grid is stretched over.</param>
    public static FieldShape Of(List<Vector2> hull, bool hasNotches, float aspectRatio)
    {
        Vector2[] corners = [.. hull.Select(p => new Vector2(p.X * aspectRatio, p.Y))];
        Vector2 minimum = corners.Aggregate(Vector2.Min), maximum = corners.Aggregate(Vector2.Max), size = maximum - minimum;
        float fill = Area(corners) / (size.X * size.Y);
        if (fill >= BoxFill)
        {
            return hasNotches ? FieldShape.Other : FieldShape.Box;
        }

        if (IsCircle(corners, minimum, maximum))
        {
            return FieldShape.Circle;
        }

        return fill >= OctagonFill ? FieldShape.Octagon : FieldShape.Other;
    }

    /// <summary>Whether all corners but those on the sides of the bounds lie on one circle about the middle.</summary>
    private static bool IsCircle(Vector2[] corners, Vector2 minimum, Vector2 maximum)
    {
        Vector2 centre = (minimum + maximum) / 2, size = maximum - minimum;
        float margin = 0.01f * Math.Max(size.X, size.Y);
        float[] distances = [.. corners
            .Where(p => p.X > minimum.X + margin && p.X < maximum.X - margin && p.Y > minimum.Y + margin && p.Y < maximum.Y - margin)
            .Select(p => Vector2.Distance(p, centre))];
        if (distances.Length < 8)
        {
            return false;
        }

        float radius = distances.Average();
        return distances.All(d => Math.Abs(d - radius) < CircleTolerance * radius);
    }

    private static float Area(Vector2[] ring)
    {
        float sum = 0;
        for (int i = 0; i < ring.Length; i++)
        {
            Vector2 a = ring[i], b = ring[(i + 1) % ring.Length];
            sum += (a.X * b.Y) - (a.Y * b.X);
        }

        return Math.Abs(sum) / 2;
    }
}
