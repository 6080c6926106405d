namespace VideoSeg.Model.Inputs;

/// <summary>
/// From sample values as stored to R, G, B in [0, 1]: out[i] = sum over j of M[i, j] * sample[j] + offset[i], not yet clamped.
/// Source: ITU-T H.273 (12/2016), equations 20 to 31 and 38 to 48, and its table 4 for the luma coefficients.
/// </summary>
internal readonly record struct ColorTransform(
    float M00, float M01, float M02, float Offset0,
    float M10, float M11, float M12, float Offset1,
    float M20, float M21, float M22, float Offset2)
{
    /// <summary>The transform of a picture. Gray: only M00 and Offset0 count, all three outputs are equal.</summary>
    public static ColorTransform For(PixelFormat format, ColorMatrix matrix, ColorRange range)
    {
        if (format.Model == ColorModel.Rgb)
        {
            return new(
                (float)(1.0 / Top(format, 0)), 0, 0, 0,
                0, (float)(1.0 / Top(format, 1)), 0, 0,
                0, 0, (float)(1.0 / Top(format, 2)), 0);
        }

        (double lumaScale, double lumaZero) = Luma(format.Components[0].DepthBits, range);
        if (format.Model == ColorModel.Gray)
        {
            return new((float)lumaScale, 0, 0, (float)(-lumaScale * lumaZero), 0, 0, 0, 0, 0, 0, 0, 0);
        }

        (double scaleU, double zeroU) = Chroma(format.Components[1].DepthBits, range);
        (double scaleV, double zeroV) = Chroma(format.Components[2].DepthBits, range);
        Span<double> m = stackalloc double[9];
        FillMatrix(m, matrix);
        Span<float> result = stackalloc float[12];
        for (int row = 0; row < 3; row++)
        {
            double y = m[row * 3] * lumaScale;
            double u = m[(row * 3) + 1] * scaleU;
            double v = m[(row * 3) + 2] * scaleV;
            result[row * 4] = (float)y;
            result[(row * 4) + 1] = (float)u;
            result[(row * 4) + 2] = (float)v;
            result[(row * 4) + 3] = (float)-((y * lumaZero) + (u * zeroU) + (v * zeroV));
        }

        return new(
            result[0], result[1], result[2], result[3],
            result[4], result[5], result[6], result[7],
            result[8], result[9], result[10], result[11]);
    }

    private static double Top(PixelFormat format, int component) => (1 << format.Components[component].DepthBits) - 1;

    private static (double Scale, double Zero) Luma(int bits, ColorRange range) => range == ColorRange.Full
        ? (1.0 / ((1 << bits) - 1), 0)
        : (1.0 / (219 << (bits - 8)), 16 << (bits - 8));

    private static (double Scale, double Zero) Chroma(int bits, ColorRange range) => range == ColorRange.Full
        ? (1.0 / ((1 << bits) - 1), 1 << (bits - 1))
        : (1.0 / (224 << (bits - 8)), 1 << (bits - 1));

    /// <summary>R, G, B from luma in [0, 1] and colour differences in [-0.5, 0.5], row by row.</summary>
    private static void FillMatrix(Span<double> m, ColorMatrix matrix)
    {
        if (matrix == ColorMatrix.YCgCo)
        {
            // The first difference is green's, the second orange's.
            ReadOnlySpan<double> rows = [1, -1, 1, 1, 1, 0, 1, -1, -1];
            rows.CopyTo(m);
            return;
        }

        (double red, double blue) = matrix switch
        {
            ColorMatrix.Bt601 => (0.299, 0.114),
            ColorMatrix.Bt709 => (0.2126, 0.0722),
            ColorMatrix.Bt2020 => (0.2627, 0.0593),
            ColorMatrix.Smpte240M => (0.212, 0.087),
            ColorMatrix.Fcc => (0.30, 0.11),
            _ => throw new ArgumentOutOfRangeException(nameof(matrix), matrix, "unknown colour matrix"),
        };
        double green = 1 - red - blue;
        m[0] = m[3] = m[6] = 1;
        m[1] = 0;
        m[2] = 2 * (1 - red);
        m[4] = -2 * (1 - blue) * blue / green;
        m[5] = -2 * (1 - red) * red / green;
        m[7] = 2 * (1 - blue);
        m[8] = 0;
    }
}
