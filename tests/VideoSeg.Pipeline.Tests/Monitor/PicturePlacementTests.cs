using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Monitor;

namespace VideoSeg.Pipeline.Tests.Monitor;

public sealed class PicturePlacementTests
{
    [Theory]
    [InlineData(1920, 1080, 1, 1, 1920, 1080, 0, 0, 1920, 1080)]
    [InlineData(640, 480, 1, 1, 1920, 1080, 240, 0, 1440, 1080)] // pillars
    [InlineData(1920, 1080, 1, 1, 1280, 1024, 0, 152, 1280, 720)] // bars
    [InlineData(720, 576, 16, 15, 1440, 1080, 0, 0, 1440, 1080)] // PAL 4:3
    [InlineData(720, 576, 64, 45, 1920, 1080, 0, 0, 1920, 1080)] // PAL 16:9
    [InlineData(100, 100, 0, 1, 50, 80, 0, 15, 50, 50)] // unknown is square
    [InlineData(10000, 1, 1, 1, 100, 100, 0, 49, 100, 1)] // never nothing
    [InlineData(1, 10000, 1, 1, 100, 100, 49, 0, 1, 100)]
    public void Fit_AnyPicture_FillsTheWindowInItsShapeAndInTheMiddle(
        int width, int height, int sampleWidth, int sampleHeight, int windowWidth, int windowHeight, int x, int y, int targetWidth, int targetHeight) =>
        Assert.Equal(new PixelRegion(x, y, targetWidth, targetHeight), PicturePlacement.Fit(width, height, new Rational(sampleWidth, sampleHeight), windowWidth, windowHeight));
}
