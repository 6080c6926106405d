using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Overlay;
using Xunit;

namespace VideoSeg.Pipeline.Tests.Overlay;

public class InkTests
{
    // Red in the values that the standards' own tables and colour bars give.
    [Theory]
    [InlineData("yuv420p", ColorMatrix.Bt601, ColorRange.Limited, 81.5, 90.2, 240)]
    [InlineData("yuv420p", ColorMatrix.Bt709, ColorRange.Limited, 62.6, 102.3, 240)]
    [InlineData("yuv420p", ColorMatrix.Bt601, ColorRange.Full, 76.2, 85, 255)]
    [InlineData("yuv420p10le", ColorMatrix.Bt709, ColorRange.Limited, 250.2, 409.3, 960)]
    [InlineData("yuv444p", ColorMatrix.YCgCo, ColorRange.Full, 63.8, 64.3, 255)]
    [InlineData("yuv444p16le", ColorMatrix.Bt2020, ColorRange.Limited, 18840, 24769, 61440)]
    public void Of_Red_IsTheStandardsValue(string format, ColorMatrix matrix, ColorRange range, double first, double second, double third)
    {
        using var picture = new TestPicture(TestFormats.Named(format), 2, 2, matrix, range);
        Ink ink = Ink.Of(new Rgb(1, 0, 0), picture.Planes);
        double tolerance = first > 1000 ? 20 : 0.3;
        Assert.Equal(first, ink.First, tolerance);
        Assert.Equal(second, ink.Second, tolerance);
        Assert.Equal(third, ink.Third, tolerance);
    }

    [Fact]
    public void Of_Rgb_IsTheColourItself()
    {
        using var picture = new TestPicture(PixelFormat.Rgb24, 2, 2);
        Assert.Equal(new Ink(255, 51, 0), Ink.Of(new Rgb(1, 0.2f, 0), picture.Planes));
    }
}
