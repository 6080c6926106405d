using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Evaluation;

/// <summary>A small picture with two outlines: yellow around what is polyp, cyan around what was marked, white where both run.</summary>
public static class CaseDrawing
{
    /// <summary>Longest side of the drawing in pixels; smaller pictures keep their size.</summary>
    public const int LongestSide = 480;

    /// <summary>Thickness of an outline in pixels, drawn inwards.</summary>
    private const int Thickness = 2;

    /// <summary>Draws a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="marked">What was marked, at the picture's size: anything but 0.</param>
    /// <param name="truth">What is polyp, likewise.</param>
    /// <returns>A new picture, <see cref="PixelFormat.Rgb24"/>.</returns>
    public static Picture Draw(Picture picture, ReadOnlySpan<byte> marked, ReadOnlySpan<byte> truth)
    {
        double scale = Math.Min(1, (double)LongestSide / Math.Max(picture.Width, picture.Height));
        int width = Math.Max(1, (int)Math.Round(picture.Width * scale)), height = Math.Max(1, (int)Math.Round(picture.Height * scale));
        Picture source = picture.ToRgb24();
        var drawn = new Picture(width, height, PixelFormat.Rgb24);
        bool[] isMarked = new bool[width * height], isPolyp = new bool[width * height];
        for (int y = 0; y < height; y++)
        {
            int top = y * source.Height / height, bottom = Math.Max(top + 1, (y + 1) * source.Height / height);
            for (int x = 0; x < width; x++)
            {
                int left = x * source.Width / width, right = Math.Max(left + 1, (x + 1) * source.Width / width);
                int cells = (right - left) * (bottom - top), i = (y * width) + x;
                (int red, int green, int blue, int markedCells, int polypCells) = (0, 0, 0, 0, 0);
                for (int row = top; row < bottom; row++)
                {
                    for (int column = left; column < right; column++)
                    {
                        int at = (row * source.Width) + column;
                        red += source.Data[3 * at];
                        green += source.Data[(3 * at) + 1];
                        blue += source.Data[(3 * at) + 2];
                        markedCells += marked[at] != 0 ? 1 : 0;
                        polypCells += truth[at] != 0 ? 1 : 0;
                    }
                }

                (drawn.Data[3 * i], drawn.Data[(3 * i) + 1], drawn.Data[(3 * i) + 2]) = ((byte)(red / cells), (byte)(green / cells), (byte)(blue / cells));
                
                // Any pixel: what is thinner than a pixel of the drawing would not be seen at all.
                (isMarked[i], isPolyp[i]) = (markedCells > 0, polypCells > 0);
            }
        }

        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int i = (y * width) + x;
                (byte, byte, byte)? color = (IsBorder(isPolyp, width, height, x, y), IsBorder(isMarked, width, height, x, y)) switch
                {
                    (true, true) => (255, 255, 255),
                    (true, false) => (255, 214, 10),
                    (false, true) => (0, 229, 255),
                    _ => null,
                };
                if (color is { } ink)
                {
                    (drawn.Data[3 * i], drawn.Data[(3 * i) + 1], drawn.Data[(3 * i) + 2]) = ink;
                }
            }
        }

        return drawn;
    }

    /// <summary>Whether a pixel of a mask lies at its border, or at that of the picture.</summary>
    private static bool IsBorder(bool[] mask, int width, int height, int x, int y)
    {
        if (!mask[(y * width) + x])
        {
            return false;
        }

        for (int row = y - Thickness; row <= y + Thickness; row++)
        {
            for (int column = x - Thickness; column <= x + Thickness; column++)
            {
                if (row < 0 || column < 0 || row >= height || column >= width || !mask[(row * width) + column])
                {
                    return true;
                }
            }
        }

        return false;
    }
}
