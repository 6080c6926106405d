using VideoSeg.Model;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Preprocess;

namespace VideoSeg.Pipeline.Tests.Preprocess;

public sealed class FieldSettingTests
{
    [Theory]
    [InlineData("auto")]
    [InlineData("whole")]
    [InlineData("box:10,20,300,200")]
    [InlineData("circle:160,120.5,100")]
    public void Parse_Setting_IsWrittenAsItWasRead(string text) => Assert.Equal(text, FieldSetting.Parse(text)!.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("octagon")]
    [InlineData("auto:1")]
    [InlineData("box:1,2,3")]
    [InlineData("box:1,2,3,0")]
    [InlineData("box:-1,2,3,4")]
    [InlineData("box:1.5,2,3,4")]
    [InlineData("circle:1,2,0")]
    [InlineData("circle:1,2,x")]
    [InlineData("circle:1,2,3,4")]
    [InlineData("circle:1,2,NaN")]
    public void Parse_AnythingElse_IsNone(string text) => Assert.Null(FieldSetting.Parse(text));

    [Fact]
    public void In_Picture_IsTheFieldCutOffAtItsEdges()
    {
        Assert.True(FieldSetting.Whole.In(64, 48).IsWhole);
        Assert.Equal(new PixelRegion(10, 20, 54, 28), FieldSetting.Parse("box:10,20,300,200")!.In(64, 48).Bounds);
        Assert.Equal(FieldShape.Circle, FieldSetting.Circle(32, 24, 10).In(64, 48).Shape);
    }

    [Fact]
    public void In_PictureThatItMisses_IsAUsageFault()
    {
        var fault = Assert.Throws<VideoSegException>(() => FieldSetting.Parse("box:100,0,20,20")!.In(64, 48));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains("within the picture of 64 x 48 pixels, found box:100,0,20,20", fault.Message, StringComparison.Ordinal);
    }
}
