using System.Numerics;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>A colour in the sample values of a pixel format: the components in its order (R, G, B or Y, U, V or Y).</summary>
internal readonly record struct Ink(float First, float Second, float Third)
{
    /// <summary>Turns a gamma-coded RGB colour, each part from 0 to 1, into sample values of a picture's format, matrix, range and depth.</summary>
    public static Ink Of(Rgb color, in ImagePlanes picture)
    {
        int depth = picture.Format.Components[0].DepthBits;
        float maximum = (1 << depth) - 1;
        if (picture.Format.Model == ColorModel.Rgb)
        {
            return new Ink(color.Red * maximum, color.Green * maximum, color.Blue * maximum);
        }

        (float luma, float blue, float red) = ToYuv(color, picture.Matrix);
        float unit = 1 << (depth - 8);
        bool isFull = picture.Range == ColorRange.Full;
        return isFull
            ? new Ink(luma * maximum, Chroma(blue, maximum), Chroma(red, maximum))
            : new Ink((16 + (219 * luma)) * unit, (128 + (224 * blue)) * unit, (128 + (224 * red)) * unit);

        float Chroma(float value, float span) => Math.Clamp((128 * unit) + (span * value), 0, maximum);
    }

    public Vector3 ToVector() => new(First, Second, Third);

    /// <summary>Luma in [0, 1] and the two colour differences in [-0.5, 0.5], after ITU-T H.273.</summary>
    private static (float Luma, float Blue, float Red) ToYuv(Rgb color, ColorMatrix matrix)
    {
        if (matrix == ColorMatrix.YCgCo)
        {
            float half = 0.5f * (color.Red + color.Blue);
            return (0.5f * (color.Green + half), 0.5f * (color.Green - half), 0.5f * (color.Red - color.Blue));
        }

        (float red, float blue) = matrix switch
        {
            ColorMatrix.Bt709 => (0.2126f, 0.0722f),
            ColorMatrix.Bt2020 => (0.2627f, 0.0593f),
            ColorMatrix.Smpte240M => (0.212f, 0.087f),
            ColorMatrix.Fcc => (0.30f, 0.11f),
            _ => (0.299f, 0.114f),
        };
        float luma = (red * color.Red) + ((1 - red - blue) * color.Green) + (blue * color.Blue);
        return (luma, (color.Blue - luma) / (2 * (1 - blue)), (color.Red - luma) / (2 * (1 - red)));
    }
}
