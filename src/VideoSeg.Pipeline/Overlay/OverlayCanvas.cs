using System.Numerics;
using System.Runtime.InteropServices;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Preprocess;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>
/// Collects the shapes to be drawn on one picture, as layers from bottom to top, and then draws them band by band. Keeps its memory and
/// allocates nothing once it has grown. Not for two threads at a time.
/// </summary>
internal sealed class OverlayCanvas
{
    private readonly List<Vector2> _points = [];
    private readonly List<OverlayPath> _paths = [];
    private readonly List<OverlayLayer> _layers = [];
    private readonly InkBand _band = new();
    private readonly PlaneBlender _blender = new();
    private readonly HeatmapPainter _heatmap = new();
    private PixelRectangle _limits;

    /// <summary>Starts anew; nothing will be drawn outside <paramref name="limits"/>.</summary>
    public void Begin(in PixelRectangle limits)
    {
        _points.Clear();
        _paths.Clear();
        _layers.Clear();
        _limits = limits;
    }

    /// <summary>Begins a layer of lines; <see cref="AddPath"/> adds to it. Lines that cross do not darken each other.</summary>
    public void BeginStrokes(in Stroke stroke) =>
        _layers.Add(new OverlayLayer { Kind = LayerKind.Strokes, FirstPath = _paths.Count, Stroke = stroke, Margin = stroke.Reach });

    /// <summary>Begins a layer of filled rings; <see cref="AddPath"/> adds to it.</summary>
    public void BeginFill(in Ink ink, float opacity) =>
        _layers.Add(new OverlayLayer { Kind = LayerKind.Fill, FirstPath = _paths.Count, Ink = ink, Opacity = opacity, Margin = 1 });

    /// <summary>Adds a rectangle with round corners.</summary>
    public void AddPlate(Vector2 minimum, Vector2 maximum, float radius, in Ink ink, float opacity) => _layers.Add(new OverlayLayer
    {
        Kind = LayerKind.Plate,
        Minimum = minimum,
        Maximum = maximum,
        Area = _limits.Around(minimum, maximum, 1),
        Radius = radius,
        Ink = ink,
        Opacity = opacity,
    });

    /// <summary>Adds the probabilities of a picture as a translucent colour. At most one for each picture, at the bottom.</summary>
    /// <param name="segmentation">The probabilities.</param>
    /// <param name="index">Which picture of the batch.</param>
    /// <param name="region">What of the picture they are stretched over.</param>
    public void AddHeatmap(Segmentation segmentation, int index, in PixelRectangle region)
    {
        _heatmap.Begin(segmentation, index, region);
        AddHeatmap(region);
    }

    /// <summary>The same for <see cref="Export"/>, where the probabilities lie elsewhere.</summary>
    public void AddHeatmap(in PixelRectangle region) => _layers.Add(new OverlayLayer { Kind = LayerKind.Heatmap, Area = region });

    /// <summary>Adds a chain of points to the layer begun last: scaled, turned so that their x axis lies along the unit vector <paramref name="axis"/>, moved.</summary>
    public void AddPath(ReadOnlySpan<Vector2> points, bool isClosed, Vector2 origin, float scale, Vector2 axis)
    {
        Vector2 right = axis * scale, down = new Vector2(-axis.Y, axis.X) * scale;
        int start = _points.Count;
        CollectionsMarshal.SetCount(_points, start + points.Length);
        Span<Vector2> added = CollectionsMarshal.AsSpan(_points)[start..];
        for (int i = 0; i < points.Length; i++)
        {
            added[i] = origin + (points[i].X * right) + (points[i].Y * down);
        }

        FinishPath(start, isClosed);
    }

    /// <summary>Adds a ring to the layer begun last, moved inwards where it would not lie wholly within the limits.</summary>
    public void AddRingInside(ReadOnlySpan<Vector2> ring, float inset)
    {
        inset = Math.Min(inset, Math.Min(_limits.Width, _limits.Height) / 2f);
        var minimum = new Vector2(_limits.Left + inset, _limits.Top + inset);
        var maximum = new Vector2(_limits.Right - inset, _limits.Bottom - inset);
        int start = _points.Count;
        CollectionsMarshal.SetCount(_points, start + ring.Length);
        Span<Vector2> added = CollectionsMarshal.AsSpan(_points)[start..];
        for (int i = 0; i < ring.Length; i++)
        {
            added[i] = Vector2.Clamp(ring[i], minimum, maximum);
        }

        FinishPath(start, isClosed: true);
    }

    /// <summary>Draws all layers on the picture; nothing outside the field, where one is given.</summary>
    public void Render(in ImagePlanes picture, TouchedMask? touched, FieldOfView? field = null)
    {
        for (int top = 0; top < picture.Height; top += InkBand.MaximumRows)
        {
            int bottom = Math.Min(top + InkBand.MaximumRows, picture.Height);
            PixelRectangle used = default;
            foreach (ref readonly OverlayLayer layer in CollectionsMarshal.AsSpan(_layers))
            {
                used = used.Union(layer.Area.Rows(top, bottom));
            }

            if (used.IsEmpty)
            {
                continue;
            }

            _band.Begin(picture.Width, top, bottom, used.Left, used.Right);
            foreach (ref readonly OverlayLayer layer in CollectionsMarshal.AsSpan(_layers))
            {
                if (!layer.Area.Rows(top, bottom).IsEmpty)
                {
                    Paint(layer, picture);
                }
            }

            for (int y = top; field is not null && y < bottom; y++)
            {
                _band.Keep(y, field.Row(y));
            }

            _blender.Blend(_band, picture, touched);
        }
    }

    /// <summary>Writes all layers down as a GPU draws them; the picture's samples are not looked at.</summary>
    public void Export(DeviceOverlay overlay, in ImagePlanes picture, FieldOfView? field = null)
    {
        overlay.Begin(_layers.Count, _paths.Count, _points.Count, field?.Height ?? 0);
        PixelRectangle used = default;
        for (int i = 0; i < _layers.Count; i++)
        {
            ref readonly OverlayLayer layer = ref CollectionsMarshal.AsSpan(_layers)[i];
            overlay.Layers[i] = layer.ForDevice(picture);
            used = used.Union(layer.Area);
        }

        for (int i = 0; i < _paths.Count; i++)
        {
            overlay.Paths[i] = _paths[i].ForDevice();
        }

        CollectionsMarshal.AsSpan(_points).CopyTo(overlay.Points);
        for (int y = 0; y < overlay.Rows.Length / 2; y++)
        {
            (overlay.Rows[2 * y], overlay.Rows[(2 * y) + 1]) = field!.Row(y);
        }

        overlay.Bounds = used.IsEmpty ? default : new PixelRegion(used.Left, used.Top, used.Width, used.Height);
    }

    private void FinishPath(int start, bool isClosed)
    {
        ReadOnlySpan<Vector2> points = CollectionsMarshal.AsSpan(_points)[start..];
        (Vector2 minimum, Vector2 maximum) = Segment.Polygon.Bounds(points);
        ref OverlayLayer layer = ref CollectionsMarshal.AsSpan(_layers)[^1];
        PixelRectangle area = _limits.Around(minimum, maximum, layer.Margin);
        _paths.Add(new OverlayPath(start, points.Length, isClosed, area));
        layer.PathCount++;
        layer.Area = layer.Area.Union(area);
    }

    private void Paint(in OverlayLayer layer, in ImagePlanes picture)
    {
        switch (layer.Kind)
        {
            case LayerKind.Heatmap:
                _heatmap.Paint(_band, picture);
                break;
            case LayerKind.Plate:
                PlatePainter.Paint(_band, layer.Area, layer.Minimum, layer.Maximum, layer.Radius, layer.Opacity, layer.Ink);
                break;
            case LayerKind.Fill:
                PolygonPainter.Begin(_band, layer.Area);
                foreach (ref readonly OverlayPath path in PathsOf(layer))
                {
                    PolygonPainter.Add(_band, layer.Area, PointsOf(path));
                }

                PolygonPainter.End(_band, layer.Area, layer.Opacity, layer.Ink);
                break;
            default:
                StrokePainter.Begin(_band, layer.Area);
                foreach (ref readonly OverlayPath path in PathsOf(layer))
                {
                    if (!path.Area.Rows(_band.Top, _band.Bottom).IsEmpty)
                    {
                        StrokePainter.Measure(_band, path.Area, PointsOf(path), path.IsClosed, layer.Stroke.Reach);
                    }
                }

                StrokePainter.End(_band, layer.Area, layer.Stroke);
                break;
        }
    }

    private ReadOnlySpan<OverlayPath> PathsOf(in OverlayLayer layer) =>
        CollectionsMarshal.AsSpan(_paths).Slice(layer.FirstPath, layer.PathCount);

    private ReadOnlySpan<Vector2> PointsOf(in OverlayPath path) =>
        CollectionsMarshal.AsSpan(_points).Slice(path.Start, path.Count);
}
