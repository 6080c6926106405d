using System.Numerics;
using VideoSeg.Model.Cuda;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Overlay;

internal enum LayerKind
{
    // The numbers are those of native/cuda.
    Strokes = 0,
    Fill = 1,
    Plate = 2,
    Heatmap = 3,
}

/// <summary>Points that belong together: a line, or a ring.</summary>
internal readonly record struct OverlayPath(int Start, int Count, bool IsClosed, PixelRectangle Area)
{
    public DevicePath ForDevice() => new()
    {
        FirstPoint = Start,
        PointCount = Count,
        IsClosed = IsClosed ? 1 : 0,
        Left = Area.Left,
        Top = Area.Top,
        Right = Area.Right,
        Bottom = Area.Bottom,
    };
}

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

    /// <summary>The same for a GPU.</summary>
    public readonly DeviceLayer ForDevice(in ImagePlanes picture)
    {
        var layer = new DeviceLayer
        {
            Kind = (int)Kind,
            FirstPath = FirstPath,
            PathCount = PathCount,
            Left = Area.Left,
            Top = Area.Top,
            Right = Area.Right,
            Bottom = Area.Bottom,
            Opacity = Opacity,
            First = Ink.ToVector(),
            Minimum = Minimum,
            Maximum = Maximum,
            Radius = Radius,
        };
        if (Kind == LayerKind.Strokes)
        {
            (layer.First, layer.Opacity, layer.HalfWidth) = (Stroke.Line.ToVector(), Stroke.Opacity, Stroke.Width / 2);
            (layer.Second, layer.SecondOpacity, layer.CasingWidth) = (Stroke.Casing.ToVector(), Stroke.CasingOpacity, Stroke.CasingWidth);
        }
        else if (Kind == LayerKind.Heatmap)
        {
            (Ink low, Ink middle, Ink high) = HeatmapPainter.Inks(picture);
            (layer.First, layer.Second, layer.Third) = (low.ToVector(), middle.ToVector(), high.ToVector());
        }

        return layer;
    }
}
