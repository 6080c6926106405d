using System.Numerics;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>Draws a rectangle with round corners, the ground of a label.</summary>
internal static class PlatePainter
{
    public static void Paint(InkBand band, in PixelRectangle area, Vector2 minimum, Vector2 maximum, float radius, float opacity, in Ink ink)
    {
        PixelRectangle part = area.Rows(band.Top, band.Bottom);
        Vector2 centre = (minimum + maximum) / 2, inner = ((maximum - minimum) / 2) - new Vector2(radius);
        Span<float> coverage = band.Coverage;
        for (int y = part.Top; y < part.Bottom; y++)
        {
            float down = Math.Max(Math.Abs(y + 0.5f - centre.Y) - inner.Y, 0);
            for (int x = part.Left; x < part.Right; x++)
            {
                float right = Math.Max(Math.Abs(x + 0.5f - centre.X) - inner.X, 0);
                float outside = MathF.Sqrt((right * right) + (down * down)) - radius;
                coverage[x] = Math.Clamp(0.5f - outside, 0, 1) * opacity;
            }

            band.Over(y, part.Left, part.Right, coverage, ink);
        }
    }
}
