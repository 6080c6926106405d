using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using Xunit;

namespace VideoSeg.Model.Tests.Architectures;

public sealed class ResUNetTests
{
    private static readonly NetworkGraph Graph = ResUNet.Build();

    [Fact]
    public void Parameters_Counted_AreThePublishedNumber() => Assert.Equal(8_223_681, Graph.TrainableCount);

    [Theory]
    [InlineData("c1", 64, 352)]
    [InlineData("c3", 256, 88)]
    [InlineData("b1", 512, 44)]
    [InlineData("d1", 256, 88)]
    [InlineData("d3", 64, 352)]
    [InlineData("output", 1, 352)]
    public void Stage_At352_HasTheSpecifiedShape(string name, int channels, int size) => Assert.Equal(
        new TensorShape(1, channels, size, size), GraphSummary.Create(Graph, 352, 352).Stages.Single(stage => stage.Name == name).Output);

    [Fact]
    public void Shortcuts_OfAllBlocksButTheStem_AreNormalised() => Assert.Equal(
        ["c2.c2.1", "c3.c2.1", "b1.c2.1", "d1.c2.1", "d2.c2.1", "d3.c2.1"],
        Graph.Nodes.Where(node => node.Operation is BatchNorm2d && node.Name.EndsWith(".c2.1", StringComparison.Ordinal)).Select(node => node.Name));

    [Fact]
    public void Build_WithThreeClasses_HasThreeLogitPlanes()
    {
        NetworkGraph graph = ResUNet.Build(classes: 3);
        Assert.Equal(new TensorShape(2, 3, 64, 96), graph.InferShapes(2, 64, 96)[graph.Outputs.Single().Node]);
    }
}
