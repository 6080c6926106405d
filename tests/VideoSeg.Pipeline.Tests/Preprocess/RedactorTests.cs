using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Tests.Overlay;

namespace VideoSeg.Pipeline.Tests.Preprocess;

public sealed class RedactorTests
{
    public static TheoryData<string, int, int> EveryFormat()
    {
        var data = new TheoryData<string, int, int>();
        foreach (PixelFormat format in TestFormats.All)
        {
            data.Add(format.Name, 64, 48);
            data.Add(format.Name, 61, 47);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryFormat))]
    public void Blank_AnyFormat_LeavesNothingOutsideAndEverythingInside(string name, int width, int height)
    {
        using var picture = new TestPicture(TestFormats.Named(name), width, height);
        picture.FillWithNoise(3);
        FieldOfView field = FieldOfView.Circle(width, height, width * 0.45, height * 0.5, height * 0.4);
        Redactor.Blank(picture.Planes, field);
        PixelFormat format = picture.Format;
        for (int c = 0; c < format.Components.Length; c++)
        {
            (int shiftX, int shiftY) = format.IsChroma(c) ? (format.ChromaShiftX, format.ChromaShiftY) : (0, 0);
            int depth = format.Components[c].DepthBits;
            int black = format.IsChroma(c) ? 128 << (depth - 8) : format.Model == ColorModel.Rgb ? 0 : 16 << (depth - 8);
            for (int y = 0; y < format.ComponentHeight(c, height); y++)
            {
                for (int x = 0; x < format.ComponentWidth(c, width); x++)
                {
                    bool inside = Enumerable.Range(y << shiftY, 1 << shiftY).Where(row => row < height)
                        .All(row => Enumerable.Range(x << shiftX, 1 << shiftX).Where(column => column < width).All(column => field.Contains(column, row)));
                    Assert.Equal(inside ? picture.Before(c, x, y) : black, picture[c, x, y]);
                }
            }
        }
    }

    [Fact]
    public void Blank_FullRange_IsFullBlack()
    {
        using var picture = new TestPicture(PixelFormat.Yuv420P, 16, 16, range: ColorRange.Full);
        picture.FillWithNoise(1);
        Redactor.Blank(picture.Planes, FieldOfView.Box(16, 16, new PixelRegion(8, 8, 8, 8)));
        Assert.Equal((0, 128, 128), (picture[0, 0, 0], picture[1, 0, 0], picture[2, 0, 0]));
    }
}
