using VideoSeg.Model.Compile;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Tests.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.Compile;

[Collection(LeakCollection.Name)]
public sealed class OrderAddendsTests
{
    [Fact]
    public void Apply_ToNestedSums_MakesOneThatEndsInItsConvolutions()
    {
        CompiledNetwork network = CompileTestNetworks.Build((g, x) =>
        {
            Value first = g.Conv2d("first", x, 3, kernel: 3, padding: 1);
            Value read = g.Conv2d("read", x, 3, kernel: 1);
            Value second = g.Conv2d("second", g.ReLU(read), 3, kernel: 1);
            return g.Add(g.Add(first, second), g.MaxPool2d(g.UpsampleNearest(x, 2), kernel: 2, stride: 2), read);
        });
        CompiledNetwork rewritten = OrderAddends.Apply(network);
        Assert.Equal(
            ["read Conv2d", "relu ReLU", "upsample UpsampleNearest", "maxpool MaxPool2d", "first Conv2d", "second Conv2d", "add_2 Add"],
            CompileTestNetworks.Names(rewritten));
        Assert.Equal(["read", "maxpool", "first", "second"], rewritten.Graph.Nodes[^1].Inputs.Select(input => rewritten.Graph.Nodes[input].Name));
        CompileTestNetworks.AssertSameFunction(network, rewritten);
    }

    [Fact]
    public void Compile_OfRandomGraphs_KeepsWhatEnginesRelyOn()
    {
        int accumulating = 0;
        for (int seed = 100; seed < 130; seed++)
        {
            CompiledNetwork random = CompileTestNetworks.WithRandomWeights(RandomGraph.Create(seed));
            NetworkGraph graph = NetworkCompiler.Compile(random.Graph, random.Weights).Graph;
            for (int i = 0; i < graph.Nodes.Length; i++)
            {
                if (graph.Nodes[i] is { Operation: Add } add)
                {
                    int[] convolutions = [.. add.Inputs.Where(input => graph.Nodes[input].Operation is Conv2d && Reads(graph, input) == 1)];
                    Assert.Equal(Enumerable.Range(i - convolutions.Length, convolutions.Length), convolutions);
                    Assert.Equal(convolutions, add.Inputs.TakeLast(convolutions.Length));
                    Assert.DoesNotContain(add.Inputs, input => graph.Nodes[input].Operation is Add && Reads(graph, input) == 1);
                    accumulating += convolutions.Length;
                }
            }
        }

        Assert.True(accumulating > 100, $"expected sums with convolutions in the random graphs, found {accumulating} convolutions");
    }

    private static int Reads(NetworkGraph graph, int value) =>
        graph.Nodes.Sum(node => node.Inputs.Count(input => input == value)) + graph.Outputs.Count(output => output.Node == value);
}
