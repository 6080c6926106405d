using System.Numerics;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Tracking;

/// <summary>Takes a polyp out of a probability plane, so that masks and heat maps show what the outlines show.</summary>
internal static class CellEraser
{
    /// <summary>Sets the cells in an outline, and those around it that it may have come from, to 0.</summary>
    /// <param name="outline">A closed ring in pixels of the picture.</param>
    /// <param name="region">The part of the picture that the plane is stretched over.</param>
    /// <param name="plane">Row after row.</param>
    /// <param name="width">Cells a row.</param>
    /// <param name="height">Rows.</param>
    public static void Erase(ReadOnlySpan<Vector2> outline, PixelRegion region, Span<float> plane, int width, int height)
    {
        for (int row = 0; row < height; row++)
        {
            (float left, float right) = (float.PositiveInfinity, float.NegativeInfinity);
            for (int i = 0; i < outline.Length; i++)
            {
                Vector2 a = ToCells(outline[i], region, width, height), b = ToCells(outline[(i + 1) % outline.Length], region, width, height);
                if (Math.Max(a.Y, b.Y) >= row && Math.Min(a.Y, b.Y) <= row + 1)
                {
                    // The stretch of this edge within the row: its ends where they lie in it, else where it crosses the row's borders.
                    float from = At(a, b, Math.Clamp(a.Y, row, row + 1)), to = At(a, b, Math.Clamp(b.Y, row, row + 1));
                    (left, right) = (Math.Min(left, Math.Min(from, to)), Math.Max(right, Math.Max(from, to)));
                }
            }

            if (left <= right)
            {
                int first = Math.Clamp((int)MathF.Floor(left) - 1, 0, width), last = Math.Clamp((int)MathF.Ceiling(right) + 1, first, width);
                plane.Slice((row * width) + first, last - first).Clear();
            }
        }
    }

    private static float At(Vector2 a, Vector2 b, float y) => a.Y == b.Y ? a.X : a.X + ((b.X - a.X) * (y - a.Y) / (b.Y - a.Y));

    private static Vector2 ToCells(Vector2 point, PixelRegion region, int width, int height) =>
        new((point.X - region.X) * width / region.Width, (point.Y - region.Y) * height / region.Height);
}
