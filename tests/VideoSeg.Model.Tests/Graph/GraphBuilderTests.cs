using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using Xunit;

namespace VideoSeg.Model.Tests.Graph;

public sealed class GraphBuilderTests
{
    [Fact]
    public void Scope_Nested_PrefixesNamesWithDots()
    {
        var g = new GraphBuilder("test", 1);
        Value x = g.Input(3);
        g.Output("out", g.Scope("a").Scope("b").Conv2d("0", x, 4, kernel: 1));
        Assert.Equal(["a.b.0.weight", "a.b.0.bias"], g.Build().Parameters.Select(p => p.Name));
    }

    [Fact]
    public void Layers_WithoutParameters_GetUniqueNames()
    {
        var g = new GraphBuilder("test", 1);
        g.Output("out", g.ReLU(g.ReLU(g.Input(3))));
        Assert.Equal(["input", "relu", "relu_2"], g.Build().Nodes.Select(n => n.Name));
    }

    [Fact]
    public void Layer_WithAParameterNameTwice_IsRefused()
    {
        var g = new GraphBuilder("test", 1);
        Value x = g.Input(3);
        g.BatchNorm2d("bn", x);
        Assert.Throws<GraphException>(() => g.BatchNorm2d("bn", x));
    }

    [Fact]
    public void Stage_OfALayerOutsideAny_IsItsOwnName()
    {
        var g = new GraphBuilder("test", 1);
        Value x = g.Stage("s").BatchNorm2d("bn", g.Input(3));
        g.Output("out", g.Conv2d("head", x, 1, kernel: 1));
        Assert.Equal(["s", "head"], GraphSummary.Create(g.Build(), 8, 8).Stages.Select(s => s.Name));
    }

    [Fact]
    public void Add_OfDifferentShapes_IsRefused()
    {
        var g = new GraphBuilder("test", 2);
        Value x = g.Input(3);
        var e = Assert.Throws<GraphException>(() => g.Add(x, g.MaxPool2d(x, 2, 2)));
        Assert.Contains("3 x 32 x 32 and 3 x 16 x 16", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Concat_OfDifferentSizes_IsRefused()
    {
        var g = new GraphBuilder("test", 2);
        Value x = g.Input(3);
        Assert.Throws<GraphException>(() => g.Concat(x, g.MaxPool2d(x, 2, 2)));
    }

    [Fact]
    public void Build_WithoutOutput_IsRefused()
    {
        var g = new GraphBuilder("test", 1);
        g.Input(3);
        Assert.Throws<GraphException>(g.Build);
    }

    [Fact]
    public void Graph_WithANodeThatReadsALaterOne_IsRefused() => Assert.Throws<GraphException>(() => new NetworkGraph(
        "test", 1, [new("input", "", new Input(3), []), new("a", "", new ReLU(), [2]), new("b", "", new ReLU(), [1])], [new("out", 2)]));
}
