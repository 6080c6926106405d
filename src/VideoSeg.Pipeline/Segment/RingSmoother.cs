using System.Numerics;

namespace VideoSeg.Pipeline.Segment;

/// <summary>
/// Takes the steps of the grid out of a ring without shrinking it: alternate passes that pull each point towards the middle of its
/// neighbours and a little further back again (Taubin, "A signal processing approach to fair surface design", 1995).
/// </summary>
internal static class RingSmoother
{
    private const int Rounds = 12;
    private const float Pull = 0.5f;
    private const float Push = -0.52f;

    /// <summary>Smooths a closed ring in place; points on the border of a plane of the given size stay on it.</summary>
    public static void Smooth(Span<Vector2> ring, int width, int height)
    {
        // Fewer points are a cell or two: nothing to smooth, and much to lose.
        if (ring.Length < 8)
        {
            return;
        }

        var limit = new Vector2(width, height);
        for (int round = 0; round < Rounds; round++)
        {
            Pass(ring, Pull, limit);
            Pass(ring, Push, limit);
        }
    }

    private static void Pass(Span<Vector2> ring, float factor, Vector2 limit)
    {
        Vector2 first = ring[0], previous = ring[^1];
        for (int i = 0; i < ring.Length; i++)
        {
            Vector2 point = ring[i];
            Vector2 next = i + 1 < ring.Length ? ring[i + 1] : first;
            Vector2 moved = point + (factor * (((previous + next) * 0.5f) - point));
            moved.X = point.X <= 0 || point.X >= limit.X ? point.X : moved.X;
            moved.Y = point.Y <= 0 || point.Y >= limit.Y ? point.Y : moved.Y;
            ring[i] = Vector2.Clamp(moved, Vector2.Zero, limit);
            previous = point;
        }
    }
}
