using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Tests.Monitor;

/// <summary>Frames of known colours, their samples computed here from the standards' formulas.</summary>
internal static class ColorPicture
{
    /// <summary>Eight colours side by side.</summary>
    public static readonly (byte R, byte G, byte B)[] Bars =
        [(255, 255, 255), (200, 200, 30), (20, 190, 200), (30, 180, 40), (190, 30, 180), (210, 20, 30), (30, 40, 200), (0, 0, 0)];

    /// <summary>The colour of <see cref="Bars"/> at a column.</summary>
    public static (byte R, byte G, byte B) BarAt(int x, int width) => Bars[Math.Min(x * Bars.Length / width, Bars.Length - 1)];

    /// <summary>A frame in 8-bit YUV or RGB; <paramref name="color"/> gives the colour of each pixel, chroma is the mean of four.</summary>
    public static VideoFrame Make(int width, int height, PixelFormat format, ColorTags tags, Func<int, int, (byte R, byte G, byte B)> color, Rational? sampleAspectRatio = null)
    {
        using var frames = new FrameAllocator(width, height, format, new Rational(1, 25), tags, sampleAspectRatio);
        VideoFrame frame = frames.Allocate(0, 1);
        ImagePlanes planes = frame.Planes;
        for (int component = 0; component < 3; component++)
        {
            int shiftX = format.IsChroma(component) ? format.ChromaShiftX : 0, shiftY = format.IsChroma(component) ? format.ChromaShiftY : 0;
            for (int y = 0; y < format.ComponentHeight(component, height); y++)
            {
                for (int x = 0; x < format.ComponentWidth(component, width); x++)
                {
                    double sum = 0;
                    int count = 0;
                    for (int v = y << shiftY; v < Math.Min((y + 1) << shiftY, height); v++)
                    {
                        for (int u = x << shiftX; u < Math.Min((x + 1) << shiftX, width); u++, count++)
                        {
                            sum += Sample(color(u, v), component, planes);
                        }
                    }

                    Put(planes, component, x, y, sum / count);
                }
            }
        }

        return frame;
    }

    private static double Sample((byte R, byte G, byte B) rgb, int component, in ImagePlanes planes)
    {
        if (planes.Format.Model == ColorModel.Rgb)
        {
            return component switch { 0 => rgb.R, 1 => rgb.G, _ => rgb.B };
        }

        (double kr, double kb) = planes.Matrix switch { ColorMatrix.Bt709 => (0.2126, 0.0722), ColorMatrix.Bt2020 => (0.2627, 0.0593), _ => (0.299, 0.114) };
        double luma = (kr * rgb.R) + ((1 - kr - kb) * rgb.G) + (kb * rgb.B);
        double value = component switch { 0 => luma, 1 => (rgb.B - luma) / (2 * (1 - kb)), _ => (rgb.R - luma) / (2 * (1 - kr)) };
        return (planes.Range, component) switch
        {
            (ColorRange.Full, 0) => value,
            (ColorRange.Full, _) => value + 128,
            (_, 0) => 16 + (value * 219 / 255),
            _ => 128 + (value * 224 / 255),
        };
    }

    private static unsafe void Put(in ImagePlanes planes, int component, int x, int y, double value)
    {
        PixelComponent at = planes.Format.Components[component];
        byte* sample = planes.Plane(at.Plane) + ((long)y * planes.Stride(at.Plane)) + (x * at.StepBytes) + at.OffsetBytes;
        if (at.DepthBits == 8)
        {
            *sample = (byte)Math.Clamp(Math.Round(value), 0, 255);
        }
        else
        {
            *(ushort*)sample = (ushort)Math.Clamp(Math.Round(value * (1 << (at.DepthBits - 8))), 0, (1 << at.DepthBits) - 1);
        }
    }
}
