using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using Xunit;

namespace VideoSeg.Model.Tests.Architectures;

public sealed class UNetTests
{
    private static readonly NetworkGraph Graph = UNet.Build();

    [Fact]
    public void Parameters_Counted_AreThePublishedNumber() => Assert.Equal(31_043_521, Graph.TrainableCount);

    [Theory]
    [InlineData("e1", 64, 352)]
    [InlineData("e4", 512, 44)]
    [InlineData("b", 1024, 22)]
    [InlineData("d1", 512, 44)]
    [InlineData("d4", 64, 352)]
    [InlineData("outputs", 1, 352)]
    public void Stage_At352_HasTheSpecifiedShape(string name, int channels, int size) => Assert.Equal(
        new TensorShape(1, channels, size, size), GraphSummary.Create(Graph, 352, 352).Stages.Single(stage => stage.Name == name).Output);

    [Fact]
    public void Stages_Listed_AreItsBlocks() => Assert.Equal(
        ["e1", "e2", "e3", "e4", "b", "d1", "d2", "d3", "d4", "outputs"], GraphSummary.Create(Graph, 352, 352).Stages.Select(stage => stage.Name));

    [Fact]
    public void Build_WithThreeClasses_HasThreeLogitPlanes()
    {
        NetworkGraph graph = UNet.Build(classes: 3);
        Assert.Equal(new TensorShape(2, 3, 64, 96), graph.InferShapes(2, 64, 96)[graph.Outputs.Single().Node]);
    }

    [Fact]
    public void InferShapes_OfASizeThatIsNoMultipleOfSixteen_SaysWhatIsExpected() => Assert.Contains(
        "multiples of 16", Assert.Throws<VideoSegException>(() => Graph.InferShapes(1, 352, 360)).Message, StringComparison.Ordinal);
}
