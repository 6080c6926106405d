using VideoSeg.Model.Inputs;
using Xunit;

namespace VideoSeg.Model.Tests.Inputs;

public sealed class ColorTransformTests
{
    /// <summary>
    /// 8-bit codes of 100 % red, green and blue, as the standards' definitions give them after rounding (limited range; full for the last rows).
    /// </summary>
    public static TheoryData<ColorMatrix, ColorRange, int[], int[], int[]> Primaries() => new()
    {
        { ColorMatrix.Bt601, ColorRange.Limited, [81, 90, 240], [145, 54, 34], [41, 240, 110] },
        { ColorMatrix.Bt709, ColorRange.Limited, [63, 102, 240], [173, 42, 26], [32, 240, 118] },
        { ColorMatrix.Bt2020, ColorRange.Limited, [74, 97, 240], [164, 47, 25], [29, 240, 119] },
        { ColorMatrix.Smpte240M, ColorRange.Limited, [62, 102, 240], [170, 42, 28], [35, 240, 116] },
        { ColorMatrix.Fcc, ColorRange.Limited, [82, 90, 240], [145, 54, 34], [40, 240, 110] },
        { ColorMatrix.YCgCo, ColorRange.Limited, [71, 72, 240], [126, 240, 128], [71, 72, 16] },
        { ColorMatrix.Bt601, ColorRange.Full, [76, 85, 255], [150, 44, 21], [29, 255, 107] },
        { ColorMatrix.Bt709, ColorRange.Full, [54, 99, 255], [182, 30, 12], [18, 255, 116] },
    };

    [Theory]
    [MemberData(nameof(Primaries))]
    public void Convert_CodesOfPrimaries_GivesThem(ColorMatrix matrix, ColorRange range, int[] red, int[] green, int[] blue)
    {
        AssertColor(matrix, range, red, (1, 0, 0));
        AssertColor(matrix, range, green, (0, 1, 0));
        AssertColor(matrix, range, blue, (0, 0, 1));
        int[] white = range == ColorRange.Full ? [255, 128, 128] : [235, 128, 128];
        int[] black = range == ColorRange.Full ? [0, 128, 128] : [16, 128, 128];
        AssertColor(matrix, range, white, (1, 1, 1), 1e-6f);
        AssertColor(matrix, range, black, (0, 0, 0), 1e-6f);
    }

    [Fact]
    public void Convert_CodesBeyondTheRange_AreClamped()
    {
        AssertColor(ColorMatrix.Bt601, ColorRange.Limited, [255, 128, 128], (1, 1, 1), 0);
        AssertColor(ColorMatrix.Bt601, ColorRange.Limited, [0, 128, 128], (0, 0, 0), 0);
    }

    [Fact]
    public void Convert_GrayOfEitherRange_IsScaledByIt()
    {
        Assert.Equal((128 - 16) / 219f, ConvertOne(PixelFormat.Gray8, ColorMatrix.Bt601, ColorRange.Limited, [128]).G, 1e-6f);
        Assert.Equal(128 / 255f, ConvertOne(PixelFormat.Gray8, ColorMatrix.Bt601, ColorRange.Full, [128]).B, 1e-6f);
        Assert.Equal(32768 / 65535f, ConvertOne(PixelFormat.Gray16, ColorMatrix.Bt601, ColorRange.Full, [32768]).R, 1e-6f);
    }

    private static void AssertColor(
        ColorMatrix matrix, ColorRange range, int[] codes, (float R, float G, float B) expected, float tolerance = 0.0075f)
    {
        (float r, float g, float b) = ConvertOne(PixelFormat.Yuv444P, matrix, range, codes);
        Assert.Equal(expected.R, r, tolerance);
        Assert.Equal(expected.G, g, tolerance);
        Assert.Equal(expected.B, b, tolerance);
    }

    private static (float R, float G, float B) ConvertOne(PixelFormat format, ColorMatrix matrix, ColorRange range, int[] codes)
    {
        using PlanesBuffer source = new PlanesBuffer(1, 1, format).Fill(codes);
        float[] rgb = new float[3];
        new InputConverter(1, 1).Convert(source.Planes(matrix, range), rgb);
        return (rgb[0], rgb[1], rgb[2]);
    }
}
