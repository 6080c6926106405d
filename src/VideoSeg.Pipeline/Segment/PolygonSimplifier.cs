using System.Numerics;
using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Segment;

/// <summary>
/// Leaves out points of a ring that the rest does without: no point left out is farther than a tolerance from the simplified ring
/// (Douglas and Peucker, 1973). Keeps its memory; not for two threads at a time.
/// </summary>
internal sealed class PolygonSimplifier
{
    private readonly List<bool> _kept = [];
    private readonly Stack<(int First, int Last)> _open = new();
    private readonly List<Vector2> _result = [];

    /// <summary>The simplified ring, at least 3 points where the ring has them; valid until the next call.</summary>
    public ReadOnlySpan<Vector2> Simplify(ReadOnlySpan<Vector2> ring, float tolerance)
    {
        _result.Clear();
        CollectionsMarshal.SetCount(_kept, ring.Length);
        Span<bool> kept = CollectionsMarshal.AsSpan(_kept);
        kept.Clear();

        // A ring has no ends: it is cut in two chains, at its first point and at the one farthest from it.
        int far = Farthest(ring, ring[0], ring[0], 1, ring.Length, out _);
        kept[0] = true;
        kept[far] = true;
        _open.Push((0, far));
        _open.Push((far, ring.Length));
        while (_open.TryPop(out (int First, int Last) chain))
        {
            if (chain.Last - chain.First < 2)
            {
                continue;
            }

            int middle = Farthest(ring, ring[chain.First], ring[chain.Last % ring.Length], chain.First + 1, chain.Last, out float distance);
            if (distance > tolerance * tolerance)
            {
                kept[middle] = true;
                _open.Push((chain.First, middle));
                _open.Push((middle, chain.Last));
            }
        }

        for (int i = 0; i < ring.Length; i++)
        {
            if (kept[i])
            {
                _result.Add(ring[i]);
            }
        }

        return _result.Count >= 3 || ring.Length < 3 ? CollectionsMarshal.AsSpan(_result) : ring;
    }

    private static int Farthest(ReadOnlySpan<Vector2> ring, Vector2 from, Vector2 to, int first, int end, out float squaredDistance)
    {
        Vector2 along = to - from;
        float length = along.LengthSquared();
        int best = Math.Min(first, ring.Length - 1);
        squaredDistance = -1;
        for (int i = first; i < end; i++)
        {
            float share = length > 0 ? Math.Clamp(Vector2.Dot(ring[i] - from, along) / length, 0, 1) : 0;
            float distance = Vector2.DistanceSquared(ring[i], from + (along * share));
            if (distance > squaredDistance)
            {
                (best, squaredDistance) = (i, distance);
            }
        }

        return best;
    }
}
