using System.Numerics;
using VideoSeg.Pipeline.Overlay;

namespace VideoSeg.Pipeline.Live.Delivery.Motion;

/// <summary>How the picture moved from the frame before to one frame: for each cell of a grid over the picture's region, the way in pixels.</summary>
internal sealed class MotionStep
{
    /// <summary>Cells a side.</summary>
    public const int Size = 44;

    /// <summary>Number of the frame; negative where it says nothing.</summary>
    public long Number { get; set; } = -1;

    /// <summary>Whether nothing of the frame before holds: another view, another size, or no frame before.</summary>
    public bool IsCut { get; set; }

    /// <summary>What the grid is stretched over.</summary>
    public PixelRectangle Region { get; set; }

    /// <summary>The ways, row after row.</summary>
    public Vector2[] Ways { get; } = new Vector2[Size * Size];

    /// <summary>Makes it equal to another one.</summary>
    public void CopyFrom(MotionStep other)
    {
        (Number, IsCut, Region) = (other.Number, other.IsCut, other.Region);
        other.Ways.CopyTo(Ways, 0);
    }

    /// <summary>Where a point of the frame before lies in this frame.</summary>
    public Vector2 Forward(Vector2 point) => point + WayAt(point);

    /// <summary>Where a point of this frame lay in the frame before.</summary>
    public Vector2 Backward(Vector2 point)
    {
        // The way is known where it begins: that place is searched for.
        Vector2 from = point - WayAt(point);
        from = point - WayAt(from);
        return point - WayAt(from);
    }

    private Vector2 WayAt(Vector2 point)
    {
        float x = Math.Clamp(((point.X - Region.Left) * Size / Region.Width) - 0.5f, 0, Size - 1);
        float y = Math.Clamp(((point.Y - Region.Top) * Size / Region.Height) - 0.5f, 0, Size - 1);
        int left = (int)x, top = (int)y, right = Math.Min(left + 1, Size - 1), bottom = Math.Min(top + 1, Size - 1);
        Vector2 above = Vector2.Lerp(Ways[(top * Size) + left], Ways[(top * Size) + right], x - left);
        Vector2 below = Vector2.Lerp(Ways[(bottom * Size) + left], Ways[(bottom * Size) + right], x - left);
        return Vector2.Lerp(above, below, y - top);
    }
}
