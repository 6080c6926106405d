using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Overlay;

namespace VideoSeg.Pipeline.Output.Gallery;

/// <summary>Chooses the part of a frame that shows a polyp: as square as it can be on the screen, with a margin, and never beyond what was segmented.</summary>
internal static class CropPlacement
{
    /// <summary>Margin on each side, as a share of the polyp's longer side.</summary>
    private const double Margin = 0.3;

    /// <summary>Smallest side in pixels, so that a tiny polyp is seen in its surroundings.</summary>
    private const double SmallestSide = 96;

    /// <summary>The part to cut out.</summary>
    /// <param name="box">The polyp's box.</param>
    /// <param name="limits">What was segmented.</param>
    /// <param name="pixelAspect">Width of a pixel over its height.</param>
    public static PixelRegion Around(PixelRegion box, in PixelRectangle limits, double pixelAspect)
    {
        double side = Math.Max(Math.Max(box.Width * pixelAspect, box.Height) * (1 + (2 * Margin)), SmallestSide);
        (int x, int width) = Place(box.X, box.Width, side / pixelAspect, limits.Left, limits.Right);
        (int y, int height) = Place(box.Y, box.Height, side, limits.Top, limits.Bottom);
        return new PixelRegion(x, y, width, height);
    }

    /// <summary>A stretch of the wanted length around the middle of another one, moved and at last cut to lie within the limits.</summary>
    private static (int Start, int Length) Place(int start, int length, double wanted, int low, int high)
    {
        int whole = Math.Clamp((int)Math.Round(wanted), 1, high - low);
        double middle = start + (length / 2.0);
        return (Math.Clamp((int)Math.Round(middle - (whole / 2.0)), low, high - whole), whole);
    }
}
