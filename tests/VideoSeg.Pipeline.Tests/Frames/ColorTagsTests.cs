using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Tests.Frames;

public sealed class ColorTagsTests
{
    [Theory]
    [InlineData(1, 64, ColorMatrix.Bt709)]
    [InlineData(4, 64, ColorMatrix.Fcc)]
    [InlineData(5, 1080, ColorMatrix.Bt601)]
    [InlineData(6, 1080, ColorMatrix.Bt601)]
    [InlineData(7, 64, ColorMatrix.Smpte240M)]
    [InlineData(8, 64, ColorMatrix.YCgCo)]
    [InlineData(9, 64, ColorMatrix.Bt2020)]
    [InlineData(2, 719, ColorMatrix.Bt601)]
    [InlineData(2, 720, ColorMatrix.Bt709)]
    public void ResolveMatrix_OfACode_IsItsMatrixOrThatOfTheSize(int code, int height, ColorMatrix expected) =>
        Assert.Equal(expected, (ColorTags.Unspecified with { Matrix = code }).ResolveMatrix(640, height));

    [Theory]
    [InlineData(ColorModel.Yuv, 0, ColorRange.Limited)]
    [InlineData(ColorModel.Yuv, 1, ColorRange.Limited)]
    [InlineData(ColorModel.Yuv, 2, ColorRange.Full)]
    [InlineData(ColorModel.Gray, 0, ColorRange.Full)]
    [InlineData(ColorModel.Gray, 1, ColorRange.Limited)]
    [InlineData(ColorModel.Rgb, 1, ColorRange.Full)]
    public void ResolveRange_OfACode_IsItsRangeOrThatOfTheModel(ColorModel model, int code, ColorRange expected) =>
        Assert.Equal(expected, (ColorTags.Unspecified with { Range = code }).ResolveRange(model));
}
