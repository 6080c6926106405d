using System.Numerics;
using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Segment;

/// <summary>
/// The polyps of one picture, largest first, with their outlines. Made to be used again for the next picture,
/// without allocation once it has grown. Not for two threads at a time.
/// </summary>
public sealed class PolypSet
{
    private readonly List<Detection> _detections = [];
    private readonly List<(int Start, int Count)> _rings = [];
    private readonly List<Vector2> _points = [];

    /// <summary>The polyps; valid until the set is filled again.</summary>
    public ReadOnlySpan<Detection> Detections => CollectionsMarshal.AsSpan(_detections);

    /// <summary>
    /// The outer outline of a polyp: a closed ring of points in pixels of the picture, where pixel (x, y) covers [x, x+1) by [y, y+1).
    /// The first point is not repeated at the end.
    /// </summary>
    public ReadOnlySpan<Vector2> Outline(in Detection detection) => Ring(detection.FirstRing);

    /// <summary>A ring of a polyp; holes run the other way round than outer outlines.</summary>
    public ReadOnlySpan<Vector2> Ring(int index)
    {
        (int start, int count) = _rings[index];
        return CollectionsMarshal.AsSpan(_points).Slice(start, count);
    }

    /// <summary>Whether they were carried over from the frame before, rather than found in this one by the network.</summary>
    public bool IsCarried { get; internal set; }

    /// <summary>Forgets everything and keeps the memory.</summary>
    public void Clear()
    {
        IsCarried = false;
        _detections.Clear();
        _rings.Clear();
        _points.Clear();
    }

    internal int RingCount => _rings.Count;

    internal void SetTrack(int detection, int track, int classIndex) => _detections[detection] = _detections[detection] with { Track = track, ClassIndex = classIndex };

    /// <summary>Takes a polyp out; its outlines stay behind, unused.</summary>
    internal void Remove(int detection) => _detections.RemoveAt(detection);

    /// <summary>All points of all rings, to be moved in place; <see cref="SetPlace"/> each polyp afterwards.</summary>
    internal Span<Vector2> Points => CollectionsMarshal.AsSpan(_points);

    /// <summary>Says where a polyp lies now, and how large it is.</summary>
    internal void SetPlace(int detection, Model.Inputs.PixelRegion box, double area) => _detections[detection] = _detections[detection] with { Box = box, Area = area };

    /// <summary>Makes this set equal to another one.</summary>
    internal void CopyFrom(PolypSet other)
    {
        IsCarried = other.IsCarried;
        Copy(other._detections, _detections);
        Copy(other._rings, _rings);
        Copy(other._points, _points);

        static void Copy<T>(List<T> from, List<T> to)
        {
            CollectionsMarshal.SetCount(to, from.Count);
            CollectionsMarshal.AsSpan(from).CopyTo(CollectionsMarshal.AsSpan(to));
        }
    }

    internal void Add(in Detection detection) => _detections.Add(detection);

    internal void AddRing(ReadOnlySpan<Vector2> points)
    {
        _rings.Add((_points.Count, points.Length));
        CollectionsMarshal.SetCount(_points, _points.Count + points.Length);
        points.CopyTo(CollectionsMarshal.AsSpan(_points)[^points.Length..]);
    }
}
