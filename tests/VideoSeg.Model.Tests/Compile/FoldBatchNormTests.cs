using VideoSeg.Model.Architectures;
using VideoSeg.Model.Compile;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Tests.Torch;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;
using Xunit;

namespace VideoSeg.Model.Tests.Compile;

[Collection(LeakCollection.Name)]
public sealed class FoldBatchNormTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Apply_ToResUNetPlusPlus_ComputesTheSame(int seed)
    {
        NetworkGraph graph = ResUNetPlusPlus.Build();
        WeightSet weights = RandomWeights.Create(graph, (ulong)seed);
        CompiledNetwork folded = FoldBatchNorm.Apply(graph, weights);

        // The stem's first BN, the second BN and the shortcut's of each of six blocks, the stem's shortcut, four branches of two pyramids.
        Assert.Equal(1 + 6 + 7 + 8, Norms(graph) - Norms(folded.Graph));
        AssertSameFunction(graph, weights, folded, 3);
    }

    [Fact]
    public void Apply_ToATransposedConvolutionWithoutBias_ComputesTheSame()
    {
        var g = new GraphBuilder("test", 1);
        Value x = g.Input(5);
        Value y = g.BatchNorm2d("up_bn", g.ConvTranspose2d("up", x, 7, kernel: 2, stride: 2, bias: false));
        g.Output("out", g.BatchNorm2d("conv_bn", g.Conv2d("conv", y, 3, kernel: 3, bias: false)));
        NetworkGraph graph = g.Build();
        WeightSet weights = RandomWeights.Create(graph, 4);
        CompiledNetwork folded = FoldBatchNorm.Apply(graph, weights);
        Assert.Equal(0, Norms(folded.Graph));
        Assert.Equal(["conv.bias", "conv.weight", "up.bias", "up.weight"], folded.Weights.Tensors.Keys);
        AssertSameFunction(graph, weights, folded, 5);
    }

    [Fact]
    public void Apply_WhereTheVarianceIsAsSmallAsEpsilon_ComputesTheSame()
    {
        var g = new GraphBuilder("test", 1);
        g.Output("out", g.BatchNorm2d("bn", g.Conv2d("conv", g.Input(3), 4, kernel: 3)));
        NetworkGraph graph = g.Build();
        WeightSet random = RandomWeights.Create(graph, 6);
        var weights = new WeightSet(random.Tensors.SetItem("bn.running_var", WeightTensor.FromFloats([0, 1e-6f, 1e-5f, 1e-4f], [4])));
        AssertSameFunction(graph, weights, FoldBatchNorm.Apply(graph, weights), 3);
    }

    [Fact]
    public void Apply_WhereTheConvolutionIsReadElsewhere_LeavesItAlone()
    {
        var g = new GraphBuilder("test", 1);
        Value x = g.Conv2d("read_twice", g.Input(3), 4, kernel: 1);
        Value y = g.Conv2d("is_output", x, 4, kernel: 1);
        g.Output("out", g.Add(g.BatchNorm2d("bn1", x), x, g.BatchNorm2d("bn2", y)));
        g.Output("side", y);
        NetworkGraph graph = g.Build();
        CompiledNetwork folded = FoldBatchNorm.Apply(graph, RandomWeights.Create(graph, 5));
        Assert.Equal(graph.Nodes.Select(n => n.Name), folded.Graph.Nodes.Select(n => n.Name));
    }

    private static int Norms(NetworkGraph graph) => graph.Nodes.Count(node => node.Operation is BatchNorm2d);

    private static void AssertSameFunction(NetworkGraph graph, WeightSet weights, CompiledNetwork folded, int channels)
    {
        using var scope = TensorScope.Enter();
        using var original = new TorchNetwork(graph, weights, trainable: false);
        using var rewritten = new TorchNetwork(folded.Graph, folded.Weights, trainable: false);
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, 2 * channels * 32 * 40).Select(_ => random.NextSingle())];
        Tensor x = Tensor.FromData(values, [2, channels, 32, 40]);
        float[] expected = original.Forward(x, training: false).ToArray<float>();
        float[] actual = rewritten.Forward(x, training: false).ToArray<float>();

        // Rounding grows with the values that pass through the network, so the bound is relative to the largest of them.
        float bound = 1e-4f * Math.Max(1, expected.Max(Math.Abs));
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - pair.First, -bound, bound));
    }
}
