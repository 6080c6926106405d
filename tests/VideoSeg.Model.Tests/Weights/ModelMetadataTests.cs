using VideoSeg.Model.Weights;
using Xunit;

namespace VideoSeg.Model.Tests.Weights;

public sealed class ModelMetadataTests
{
    [Fact]
    public void Read_OfWhatWasWritten_GivesTheSame()
    {
        var metadata = new ModelMetadata
        {
            Name = "n", Classes = ["background", "neoplastic"], Colors = ["#00FF7f"], InputWidth = 256, InputHeight = 128, Threshold = 0.35f, License = "l", Notice = "r",
        };
        ModelMetadata read = ModelMetadata.Read(new WeightSet([], metadata.ToDictionary()), "file.safetensors");
        Assert.Equal(metadata.Classes, read.Classes);
        Assert.Equal(metadata.Colors, read.Colors);
        Assert.Equal(metadata with { Classes = [], Colors = [] }, read with { Classes = [], Colors = [] });
    }

    [Fact]
    public void Read_WithoutMetadata_TakesDefaultsAndTheFilesName()
    {
        ModelMetadata read = ModelMetadata.Read(new WeightSet([]), "/some/where/mine.safetensors");
        Assert.Equal(("mine", "resunetpp", 352, 352, 0.5f), (read.Name, read.Architecture, read.InputWidth, read.InputHeight, read.Threshold));
        Assert.Equal(["polyp"], read.Classes);
        Assert.Empty(read.Colors);
    }

    [Theory]
    [InlineData("polyp", "red")]
    [InlineData("polyp", "#00FF0")]
    [InlineData("polyp", "#00FF0g")]
    [InlineData("polyp", "#00FF00,#0000FF")]
    [InlineData("background,a,b", "#00FF00")]
    [InlineData("background,a,b", "#000000,#00FF00,#0000FF")]
    public void Read_OfColoursThatAreNoneOrNotOneForEachClass_IsRefused(string classes, string colours)
    {
        var e = Assert.Throws<VideoSegException>(() => ModelMetadata.Read(new WeightSet([], [new("classes", classes), new("colours", colours)]), "f"));
        Assert.Equal(FaultKind.Input, e.Kind);
        Assert.Contains("colours: expected", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_OfAColour_GivesRedGreenAndBlue() => Assert.Equal(((byte)18, (byte)171, (byte)255), ClassColors.Parse("#12abFF"));

    [Fact]
    public void Read_OfWrongValues_ListsThemAll()
    {
        var e = Assert.Throws<VideoSegException>(() => ModelMetadata.Read(
            new WeightSet([], [new("threshold", "NaN"), new("input_width", "1e9"), new("input_height", "-8"), new("classes", "a,,b")]), "f"));
        Assert.Equal(FaultKind.Input, e.Kind);
        Assert.All(["threshold:", "input_width:", "input_height:", "classes:"], part => Assert.Contains(part, e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_OfANameWithControlCharacters_IsRefusedWithoutShowingThem()
    {
        var e = Assert.Throws<VideoSegException>(() => ModelMetadata.Read(new WeightSet([], [new("name", "evil\u001b[2J")]), "f"));
        Assert.Contains("name:", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', e.Message);
    }

    [Theory]
    [InlineData("neoplastic,other")]
    [InlineData("polyp,background")]
    [InlineData("background")]
    [InlineData("background,polyp,polyp")]
    [InlineData("po\nlyp")]
    public void Read_OfClassesThatLeaveTheBackgroundUnclear_IsRefused(string classes)
    {
        var e = Assert.Throws<VideoSegException>(() => ModelMetadata.Read(new WeightSet([], [new("classes", classes)]), "f"));
        Assert.Equal(FaultKind.Input, e.Kind);
        Assert.Contains("classes: expected", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("Infinity")]
    [InlineData("half")]
    public void Read_OfAThresholdOutsideItsRange_IsRefused(string threshold) =>
        Assert.Throws<VideoSegException>(() => ModelMetadata.Read(new WeightSet([], [new("threshold", threshold)]), "f"));
}
