using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Tests.Inputs;

/// <summary>The conversion as its definition reads, in doubles, one value at a time: what the fast one is compared with.</summary>
internal static class PlainConversion
{
    public static double[] Convert(PlanesBuffer source, ColorMatrix matrix, ColorRange range, PixelRegion region, int width, int height)
    {
        PixelFormat format = source.Format;
        double[] result = new double[3 * width * height];
        double[] values = new double[3];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                for (int c = 0; c < format.Components.Length; c++)
                {
                    values[c] = Sample(source, c, region, x, y, width, height);
                }

                (double r, double g, double b) = ToRgb(values, format, matrix, range);
                int at = (y * width) + x;
                result[at] = Math.Clamp(r, 0, 1);
                result[at + (width * height)] = Math.Clamp(g, 0, 1);
                result[at + (2 * width * height)] = Math.Clamp(b, 0, 1);
            }
        }

        return result;
    }

    private static double Sample(PlanesBuffer source, int component, PixelRegion region, int x, int y, int width, int height)
    {
        PixelFormat format = source.Format;
        bool chroma = format.IsChroma(component);
        double blockX = chroma ? Math.Pow(2, format.ChromaShiftX) : 1;
        double blockY = chroma ? Math.Pow(2, format.ChromaShiftY) : 1;
        var column = Weights(region.X / blockX, region.Width / blockX, format.ComponentWidth(component, source.Width), x, width);
        var row = Weights(region.Y / blockY, region.Height / blockY, format.ComponentHeight(component, source.Height), y, height);
        double sum = 0;
        foreach ((int sy, double wy) in row)
        {
            foreach ((int sx, double wx) in column)
            {
                sum += wx * wy * source[component, sx, sy];
            }
        }

        return sum;
    }

    /// <summary>The triangle filter around a target sample's centre, over the samples that the region touches, brought to a sum of 1.</summary>
    private static List<(int Index, double Weight)> Weights(double start, double length, int samples, int target, int targets)
    {
        double scale = length / targets;
        double center = start + ((target + 0.5) * scale);
        double width = scale > 1 ? scale : 1;
        var weights = new List<(int Index, double Weight)>();
        for (int i = 0; i < samples; i++)
        {
            double distance = Math.Abs(i + 0.5 - center) / width;
            if (i + 1 > start && i < start + length && distance < 1)
            {
                weights.Add((i, 1 - distance));
            }
        }

        double sum = weights.Sum(w => w.Weight);
        return [.. weights.Select(w => (w.Index, w.Weight / sum))];
    }

    private static (double R, double G, double B) ToRgb(double[] v, PixelFormat format, ColorMatrix matrix, ColorRange range)
    {
        if (format.Model == ColorModel.Rgb)
        {
            return (v[0] / Top(format, 0), v[1] / Top(format, 1), v[2] / Top(format, 2));
        }

        double unit = Math.Pow(2, format.Components[0].DepthBits - 8);
        double top = Top(format, 0);
        double y = range == ColorRange.Full ? v[0] / top : ((v[0] / unit) - 16) / 219;
        if (format.Model == ColorModel.Gray)
        {
            return (y, y, y);
        }

        double u = range == ColorRange.Full ? (v[1] - (128 * unit)) / top : ((v[1] / unit) - 128) / 224;
        double w = range == ColorRange.Full ? (v[2] - (128 * unit)) / top : ((v[2] / unit) - 128) / 224;
        if (matrix == ColorMatrix.YCgCo)
        {
            return (y - u + w, y + u, y - u - w);
        }

        (double kr, double kb) = matrix switch
        {
            ColorMatrix.Bt601 => (0.299, 0.114),
            ColorMatrix.Bt709 => (0.2126, 0.0722),
            ColorMatrix.Bt2020 => (0.2627, 0.0593),
            ColorMatrix.Smpte240M => (0.212, 0.087),
            _ => (0.3, 0.11),
        };
        double r = y + (2 * (1 - kr) * w);
        double b = y + (2 * (1 - kb) * u);
        return (r, (y - (kr * r) - (kb * b)) / (1 - kr - kb), b);
    }

    private static double Top(PixelFormat format, int component) => Math.Pow(2, format.Components[component].DepthBits) - 1;
}
