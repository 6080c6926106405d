using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Preprocess;

namespace VideoSeg.Pipeline.Output.Gallery;

/// <summary>
/// Blackens what lies outside the field of view in a part of a frame: there processors write the patient's name. Pixels at the field's edge that
/// samples outside have a share in, by resizing or by coarse chroma, are blackened too.
/// </summary>
internal static class FieldCrop
{
    /// <summary>Blackens, in place.</summary>
    /// <param name="picture">An RGB picture of 8 bits that shows the part, resized.</param>
    /// <param name="part">The part of the frame.</param>
    /// <param name="field">The field in the frame.</param>
    public static void Blacken(Picture picture, PixelRegion part, FieldOfView field)
    {
        double scaleX = (double)part.Width / picture.Width, scaleY = (double)part.Height / picture.Height;
        int marginX = Margin(scaleX), marginY = Margin(scaleY);
        for (int y = 0; y < picture.Height; y++)
        {
            int top = (int)Math.Floor(part.Y + (y * scaleY)) - marginY, bottom = (int)Math.Ceiling(part.Y + ((y + 1) * scaleY)) + marginY;
            (int start, int end) = (0, field.Width);
            for (int row = Math.Max(top, 0); row < Math.Min(bottom, field.Height); row++)
            {
                (int rowStart, int rowEnd) = field.Row(row);
                (start, end) = (Math.Max(start, rowStart), Math.Min(end, rowEnd));
            }

            // The picture's own edges need no margin: there is nothing beyond them.
            double left = start == 0 ? 0 : (start + marginX - part.X) / scaleX;
            double right = end == field.Width ? picture.Width : (end - marginX - part.X) / scaleX;
            int first = Math.Clamp((int)Math.Ceiling(left), 0, picture.Width), last = Math.Clamp((int)Math.Floor(right), first, picture.Width);
            Span<byte> pixels = picture.Data.AsSpan(y * picture.StrideBytes, picture.StrideBytes);
            pixels[..(3 * first)].Clear();
            pixels[(3 * last)..].Clear();
        }
    }

    /// <summary>How many samples further a pixel may draw from: the filter that shrinks reaches over one pixel, chroma over two samples.</summary>
    private static int Margin(double scale) => (int)Math.Ceiling(Math.Max(scale, 1)) + 2;
}
