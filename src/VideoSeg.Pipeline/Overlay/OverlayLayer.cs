using System.Numerics;

namespace VideoSeg.Pipeline.Overlay;

internal enum LayerKind
{
    Strokes,
    Fill,
    Plate,
    Heatmap,
}

/// <summary>Points that belong together: a line, or a ring.</summary>
internal readonly record struct OverlayPath(int Start, int Count, bool IsClosed, PixelRectangle Area);

/// <summary>One layer of an <see cref="OverlayCanvas"/>; which members count depends on its kind.</summary>
internal struct OverlayLayer
{
    public LayerKind Kind;

    /// <summary>The pixels it may touch.</summary>
    public PixelRectangle Area;

    /// <summary>How far strokes and fills may reach beyond their points.</summary>
    public float Margin;
    public int FirstPath;
    public int PathCount;
    public Stroke Stroke;
    public Ink Ink;
    public float Opacity;
    public Vector2 Minimum;
    public Vector2 Maximum;
    public float Radius;
}
