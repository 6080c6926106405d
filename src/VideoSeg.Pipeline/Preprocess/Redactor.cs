using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Preprocess;

/// <summary>
/// Blanks everything outside the field of view, where processors write the patient's name: black in whatever format the picture has.
/// A chroma sample that stands for any pixel outside is blanked too.
/// </summary>
public static unsafe class Redactor
{
    /// <summary>Blanks, in place.</summary>
    /// <param name="picture">A picture in host memory whose samples are the caller's own.</param>
    /// <param name="field">The field, of the picture's size.</param>
    public static void Blank(in ImagePlanes picture, FieldOfView field)
    {
        if ((picture.Width, picture.Height) != (field.Width, field.Height))
        {
            throw new ArgumentException($"expected the field of a picture of {picture.Width} x {picture.Height}, got one of {field.Width} x {field.Height}", nameof(field));
        }

        PixelFormat format = picture.Format;
        for (int component = 0; component < format.Components.Length; component++)
        {
            int shiftX = format.IsChroma(component) ? format.ChromaShiftX : 0, shiftY = format.IsChroma(component) ? format.ChromaShiftY : 0;
            int width = format.ComponentWidth(component, picture.Width), height = format.ComponentHeight(component, picture.Height);
            PixelComponent layout = format.Components[component];
            int black = BlackOf(picture, component) << layout.ShiftBits;
            for (int row = 0; row < height; row++)
            {
                (int start, int end) = field.Common(row << shiftY, Math.Min((row + 1) << shiftY, picture.Height));
                int first = Math.Min((start + (1 << shiftX) - 1) >> shiftX, width);
                int last = end == picture.Width ? width : Math.Max(end >> shiftX, first);
                byte* samples = picture.Plane(layout.Plane) + ((long)row * picture.Stride(layout.Plane)) + layout.OffsetBytes;
                Fill(samples, layout, 0, first, black);
                Fill(samples, layout, last, width, black);
            }
        }
    }

    /// <summary>Blanks all of a picture, in place.</summary>
    internal static void BlankAll(in ImagePlanes picture)
    {
        PixelFormat format = picture.Format;
        for (int component = 0; component < format.Components.Length; component++)
        {
            PixelComponent layout = format.Components[component];
            int width = format.ComponentWidth(component, picture.Width), black = BlackOf(picture, component) << layout.ShiftBits;
            for (int row = 0; row < format.ComponentHeight(component, picture.Height); row++)
            {
                Fill(picture.Plane(layout.Plane) + ((long)row * picture.Stride(layout.Plane)) + layout.OffsetBytes, layout, 0, width, black);
            }
        }
    }

    private static int BlackOf(in ImagePlanes picture, int component)
    {
        int depth = picture.Format.Components[component].DepthBits;
        return picture.Format.IsChroma(component) ? 1 << (depth - 1)
            : picture.Format.Model == ColorModel.Rgb || picture.Range == ColorRange.Full ? 0 : 16 << (depth - 8);
    }

    private static void Fill(byte* samples, PixelComponent layout, int first, int last, int value)
    {
        if (layout.DepthBits <= 8 && layout.StepBytes == 1)
        {
            new Span<byte>(samples + first, last - first).Fill((byte)value);
            return;
        }

        for (int x = first; x < last; x++)
        {
            byte* sample = samples + ((long)x * layout.StepBytes);
            if (layout.DepthBits > 8)
            {
                *(ushort*)sample = (ushort)value;
            }
            else
            {
                *sample = (byte)value;
            }
        }
    }
}
