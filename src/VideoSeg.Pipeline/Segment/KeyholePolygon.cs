using System.Numerics;
using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Segment;

/// <summary>
/// A polyp as one ring, holes and all, for file formats that know no holes: each hole is joined to the outline by a bridge of no width, there
/// and back, so that the ring encloses what the polyp covers and nothing else. Keeps its memory; not for two threads at a time.
/// </summary>
internal sealed class KeyholePolygon
{
    private readonly PolygonSimplifier _simplifier = new();
    private readonly List<Vector2> _points = [];
    private readonly List<Vector2> _inserted = [];

    /// <summary>The ring, at least 3 points; valid until the next call.</summary>
    /// <param name="polyps">Holds the polyp's rings.</param>
    /// <param name="detection">The polyp.</param>
    /// <param name="tolerance">How far, in pixels, the ring may lie from the true outlines.</param>
    public ReadOnlySpan<Vector2> Of(PolypSet polyps, in Detection detection, float tolerance)
    {
        _points.Clear();
        _points.AddRange(_simplifier.Simplify(polyps.Outline(detection), tolerance));
        for (int i = 1; i < detection.RingCount; i++)
        {
            Join(_simplifier.Simplify(polyps.Ring(detection.FirstRing + i), tolerance));
        }

        return CollectionsMarshal.AsSpan(_points);
    }

    private void Join(ReadOnlySpan<Vector2> hole)
    {
        (int from, int to) = Nearest(CollectionsMarshal.AsSpan(_points), hole);
        _inserted.Clear();
        _inserted.AddRange(hole[to..]);
        _inserted.AddRange(hole[..(to + 1)]);
        _inserted.Add(_points[from]);
        _points.InsertRange(from + 1, _inserted);
    }

    private static (int From, int To) Nearest(ReadOnlySpan<Vector2> ring, ReadOnlySpan<Vector2> hole)
    {
        (int, int) best = default;
        float least = float.PositiveInfinity;
        for (int i = 0; i < ring.Length; i++)
        {
            for (int j = 0; j < hole.Length; j++)
            {
                float distance = Vector2.DistanceSquared(ring[i], hole[j]);
                if (distance < least)
                {
                    (best, least) = ((i, j), distance);
                }
            }
        }

        return best;
    }
}
