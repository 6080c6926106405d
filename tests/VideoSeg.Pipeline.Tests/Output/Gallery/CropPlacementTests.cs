using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Output.Gallery;
using VideoSeg.Pipeline.Overlay;

namespace VideoSeg.Pipeline.Tests.Output.Gallery;

public sealed class CropPlacementTests
{
    private static readonly PixelRectangle Field = new(100, 50, 600, 450);

    [Theory]
    [InlineData(300, 200, 100, 50, 1, 270, 145, 160, 160)] // a margin of 30 % of the longer side, square
    [InlineData(100, 50, 100, 100, 1, 100, 50, 160, 160)] // moved inwards at a corner
    [InlineData(150, 100, 400, 300, 1, 100, 50, 500, 400)] // larger than the field: the field
    [InlineData(300, 200, 10, 10, 1, 257, 157, 96, 96)] // a small one in its surroundings
    [InlineData(300, 200, 50, 100, 2, 285, 170, 80, 160)] // pixels twice as wide as high
    public void Around_ABox_LiesInTheFieldWithAMargin(int x, int y, int width, int height, double aspect, int left, int top, int cropWidth, int cropHeight) =>
        Assert.Equal(new PixelRegion(left, top, cropWidth, cropHeight), CropPlacement.Around(new PixelRegion(x, y, width, height), Field, aspect));
}
