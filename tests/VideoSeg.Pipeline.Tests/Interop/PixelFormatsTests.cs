using VideoSeg.Model;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Tests.Interop;

public sealed class PixelFormatsTests
{
    public static TheoryData<string> WellKnown => [.. WellKnownFormats.Select(format => format.Name)];

    private static PixelFormat[] WellKnownFormats =>
    [
        PixelFormat.Rgb24, PixelFormat.Rgb48, PixelFormat.Gray8, PixelFormat.Gray16, PixelFormat.Yuv420P, PixelFormat.Yuv422P,
        PixelFormat.Yuv444P, PixelFormat.Yuv420P10, PixelFormat.Nv12,
    ];

    [Theory]
    [MemberData(nameof(WellKnown))]
    public void Describe_AWellKnownFormat_AgreesWithTheModelsOwnDescription(string name)
    {
        PixelFormat expected = WellKnownFormats.Single(format => format.Name == name);
        PixelFormat found = PixelFormats.Describe(PixelFormats.Find(name));
        Assert.Equal((expected.Name, expected.Model, expected.ChromaShiftX, expected.ChromaShiftY), (found.Name, found.Model, found.ChromaShiftX, found.ChromaShiftY));
        Assert.Equal(expected.Components, found.Components);
        Assert.Same(expected, PixelFormats.Get(PixelFormats.Find(name)));
    }

    [Theory]
    [InlineData("p010le", ColorModel.Yuv, 1, 1, 1, 4, 2, 6, 10)] // V: plane 1, second of two words, value in the upper ten bits
    [InlineData("uyvy422", ColorModel.Yuv, 1, 0, 0, 4, 2, 0, 8)]
    [InlineData("bgra", ColorModel.Rgb, 0, 0, 0, 4, 0, 0, 8)] // B
    [InlineData("gbrp12le", ColorModel.Rgb, 0, 0, 1, 2, 0, 0, 12)] // B
    [InlineData("yuva420p", ColorModel.Yuv, 1, 1, 2, 1, 0, 0, 8)]
    public void Get_OtherFormats_DescribesTheThirdComponent(
        string name, ColorModel model, int shiftX, int shiftY, int plane, int step, int offset, int shift, int depth)
    {
        PixelFormat format = PixelFormats.Get(PixelFormats.Find(name));
        Assert.Equal((model, shiftX, shiftY, 3), (format.Model, format.ChromaShiftX, format.ChromaShiftY, format.Components.Length));
        Assert.Equal(new PixelComponent(plane, step, offset, shift, depth), format.Components[2]);
    }

    [Fact]
    public void Find_AnUnknownName_IsRefusedByName()
    {
        var fault = Assert.Throws<VideoSegException>(() => PixelFormats.Find("yuv999"));
        Assert.Contains("yuv999", fault.Message, StringComparison.Ordinal);
    }
}
