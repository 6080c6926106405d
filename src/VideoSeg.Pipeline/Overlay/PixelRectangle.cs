using System.Numerics;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>Whole pixels from (Left, Top) to before (Right, Bottom).</summary>
internal readonly record struct PixelRectangle(int Left, int Top, int Right, int Bottom)
{
    public int Width => Right - Left;

    public int Height => Bottom - Top;

    public bool IsEmpty => Right <= Left || Bottom <= Top;

    /// <summary>The part of a picture that may be drawn on: its region, or all of it.</summary>
    public static PixelRectangle Of(in ImagePlanes picture)
    {
        PixelRegion region = picture.Region ?? new PixelRegion(0, 0, picture.Width, picture.Height);
        return new PixelRectangle(
            Math.Clamp(region.X, 0, picture.Width), Math.Clamp(region.Y, 0, picture.Height),
            Math.Clamp(region.X + region.Width, 0, picture.Width), Math.Clamp(region.Y + region.Height, 0, picture.Height));
    }

    /// <summary>The same pixels.</summary>
    public static PixelRectangle Of(PixelRegion region) => new(region.X, region.Y, region.X + region.Width, region.Y + region.Height);

    /// <summary>All pixels that a shape within the two corners, widened by <paramref name="margin"/>, may touch, inside this rectangle.</summary>
    public PixelRectangle Around(Vector2 minimum, Vector2 maximum, float margin) => new(
        Math.Clamp((int)MathF.Floor(minimum.X - margin), Left, Right),
        Math.Clamp((int)MathF.Floor(minimum.Y - margin), Top, Bottom),
        Math.Clamp((int)MathF.Ceiling(maximum.X + margin), Left, Right),
        Math.Clamp((int)MathF.Ceiling(maximum.Y + margin), Top, Bottom));

    /// <summary>The smallest rectangle around both.</summary>
    public PixelRectangle Union(in PixelRectangle other) =>
        IsEmpty ? other : other.IsEmpty ? this : new(
            Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));

    /// <summary>The rows that both have in common, with this one's columns.</summary>
    public PixelRectangle Rows(int top, int bottom) => this with { Top = Math.Max(Top, top), Bottom = Math.Min(Bottom, bottom) };
}
