using System.Numerics;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>
/// Draws lines of constant width with round ends and joints: for every pixel the distance of its centre to the nearest segment is
/// found, and the coverage falls from 1 to 0 over the one pixel around the line's edge.
/// </summary>
internal static class StrokePainter
{
    private const float Far = 1e9f;

    /// <summary>Prepares the band's scratch rows for <see cref="Measure"/>.</summary>
    public static void Begin(InkBand band, in PixelRectangle area)
    {
        PixelRectangle part = area.Rows(band.Top, band.Bottom);
        for (int y = part.Top; y < part.Bottom; y++)
        {
            band.Scratch(y)[part.Left..(part.Right + Vector<float>.Count)].Fill(Far);
        }
    }

    /// <summary>Lowers the squared distances in the scratch rows to those of a chain of segments.</summary>
    /// <param name="band">The band.</param>
    /// <param name="area">The pixels that may be drawn on.</param>
    /// <param name="points">At least one point; a single one makes a dot.</param>
    /// <param name="isClosed">Whether a segment leads from the last point to the first.</param>
    /// <param name="reach">Distance beyond which nothing is drawn, in pixels.</param>
    public static void Measure(InkBand band, in PixelRectangle area, ReadOnlySpan<Vector2> points, bool isClosed, float reach)
    {
        PixelRectangle part = area.Rows(band.Top, band.Bottom);
        Vector2 from = isClosed ? points[^1] : points[0];
        foreach (Vector2 to in points)
        {
            MeasureSegment(band, part.Around(Vector2.Min(from, to), Vector2.Max(from, to), reach), from, to);
            from = to;
        }
    }

    /// <summary>Paints what <see cref="Measure"/> found: the casing first, the line upon it.</summary>
    public static void End(InkBand band, in PixelRectangle area, in Stroke stroke)
    {
        PixelRectangle part = area.Rows(band.Top, band.Bottom);
        for (int y = part.Top; y < part.Bottom; y++)
        {
            if (stroke.CasingOpacity > 0)
            {
                Paint(band, y, part, (stroke.Width / 2) + stroke.CasingWidth, stroke.CasingOpacity, stroke.Casing);
            }

            Paint(band, y, part, stroke.Width / 2, stroke.Opacity, stroke.Line);
        }
    }

    private static void MeasureSegment(InkBand band, in PixelRectangle box, Vector2 from, Vector2 to)
    {
        Vector2 along = to - from;
        float lengthSquared = along.LengthSquared();
        float inverse = lengthSquared > 1e-12f ? 1 / lengthSquared : 0;
        Vector<float> offsets = Vector.ConvertToSingle(Vector<int>.Indices);
        for (int y = box.Top; y < box.Bottom; y++)
        {
            Span<float> distances = band.Scratch(y);
            float down = y + 0.5f - from.Y;
            for (int x = box.Left; x < box.Right; x += Vector<float>.Count)
            {
                Vector<float> right = offsets + new Vector<float>(x + 0.5f - from.X);
                Vector<float> share = ((right * along.X) + new Vector<float>(down * along.Y)) * inverse;
                share = Vector.Min(Vector.Max(share, Vector<float>.Zero), Vector<float>.One);
                Vector<float> errorX = right - (share * along.X);
                Vector<float> errorY = new Vector<float>(down) - (share * along.Y);
                Span<float> cells = distances[x..];
                Vector.Min(new Vector<float>(cells), (errorX * errorX) + (errorY * errorY)).CopyTo(cells);
            }
        }
    }

    private static void Paint(InkBand band, int y, in PixelRectangle part, float halfWidth, float opacity, in Ink ink)
    {
        Span<float> distances = band.Scratch(y), coverage = band.Coverage;
        var edge = new Vector<float>(halfWidth + 0.5f);
        bool isEmpty = true;
        for (int x = part.Left; x < part.Right; x += Vector<float>.Count)
        {
            var squared = new Vector<float>(distances[x..]);
            Vector<float> value = Vector<float>.Zero;
            if (Vector.LessThanAny(squared, edge * edge))
            {
                value = Vector.Min(Vector.Max(edge - Vector.SquareRoot(squared), Vector<float>.Zero), Vector<float>.One) * opacity;
                isEmpty = false;
            }

            value.CopyTo(coverage[x..]);
        }

        if (!isEmpty)
        {
            band.Over(y, part.Left, part.Right, coverage, ink);
        }
    }
}
