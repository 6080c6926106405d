using System.Numerics;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>
/// Fills polygons with exact area coverage: each edge adds to every pixel it passes the signed area on its right, and a running sum
/// along the row turns that into coverage (the accumulation used by font rasterisers).
/// </summary>
internal static class PolygonPainter
{
    /// <summary>Prepares the band's scratch rows for <see cref="Add"/>.</summary>
    public static void Begin(InkBand band, in PixelRectangle area)
    {
        PixelRectangle part = area.Rows(band.Top, band.Bottom);
        for (int y = part.Top; y < part.Bottom; y++)
        {
            band.Scratch(y)[part.Left..(part.Right + 2)].Clear();
        }
    }

    /// <summary>Adds a closed ring; rings that run the other way round cut holes.</summary>
    public static void Add(InkBand band, in PixelRectangle area, ReadOnlySpan<Vector2> ring)
    {
        PixelRectangle part = area.Rows(band.Top, band.Bottom);
        Vector2 from = ring[^1];
        foreach (Vector2 to in ring)
        {
            if (from.Y < to.Y)
            {
                AddEdge(band, part, from, to, 1);
            }
            else if (from.Y > to.Y)
            {
                AddEdge(band, part, to, from, -1);
            }

            from = to;
        }
    }

    /// <summary>Paints what was added.</summary>
    public static void End(InkBand band, in PixelRectangle area, float opacity, in Ink ink)
    {
        PixelRectangle part = area.Rows(band.Top, band.Bottom);
        Span<float> coverage = band.Coverage;
        for (int y = part.Top; y < part.Bottom; y++)
        {
            Span<float> row = band.Scratch(y);
            float sum = 0;
            for (int x = part.Left; x < part.Right; x++)
            {
                sum += row[x];
                coverage[x] = Math.Min(Math.Abs(sum), 1) * opacity;
            }

            band.Over(y, part.Left, part.Right, coverage, ink);
        }
    }

    private static void AddEdge(InkBand band, in PixelRectangle part, Vector2 upper, Vector2 lower, float sign)
    {
        float slope = (lower.X - upper.X) / (lower.Y - upper.Y);
        float start = Math.Max(upper.Y, part.Top), end = Math.Min(lower.Y, part.Bottom);
        for (int y = (int)MathF.Floor(start); y < end; y++)
        {
            float y0 = Math.Max(start, y), y1 = Math.Min(end, y + 1);
            if (y1 <= y0)
            {
                continue;
            }

            float x0 = Math.Clamp(upper.X + ((y0 - upper.Y) * slope), part.Left, part.Right);
            float x1 = Math.Clamp(upper.X + ((y1 - upper.Y) * slope), part.Left, part.Right);
            AddRow(band.Scratch(y), Math.Min(x0, x1), Math.Max(x0, x1), sign * (y1 - y0));
        }
    }

    /// <summary>Spreads an edge that crosses a row from x0 to x1 over the pixels it passes.</summary>
    private static void AddRow(Span<float> row, float x0, float x1, float height)
    {
        int first = (int)x0, last = (int)x1;
        if (first == last)
        {
            float covered = height * (1 - (((x0 + x1) / 2) - first));
            row[first] += covered;
            row[first + 1] += height - covered;
            return;
        }

        float perPixel = height / (x1 - x0), crossedBefore = 0, previous = 0;
        for (int x = first; x <= last; x++)
        {
            float left = Math.Max(x0, x), right = Math.Min(x1, x + 1);
            float crossed = (right - left) * perPixel;
            float covered = crossedBefore + (crossed * (x + 1 - ((left + right) / 2)));
            row[x] += covered - previous;
            previous = covered;
            crossedBefore += crossed;
        }

        row[last + 1] += height - previous;
    }
}
