using VideoSeg.Model.Architectures;
using VideoSeg.Model.Compile;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Tests.Torch;
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
        CompiledNetwork network = CompileTestNetworks.WithRandomWeights(ResUNetPlusPlus.Build(), seed);
        CompiledNetwork folded = FoldBatchNorm.Apply(network);

        // The stem's first BN, the second BN and the shortcut's of each of six blocks, the stem's shortcut, four branches of two pyramids.
        Assert.Equal(1 + 6 + 7 + 8, Norms(network.Graph) - Norms(folded.Graph));
        CompileTestNetworks.AssertSameFunction(network, folded);
    }

    [Fact]
    public void Apply_ToATransposedConvolutionWithoutBias_ComputesTheSame()
    {
        CompiledNetwork network = CompileTestNetworks.Build(
            (g, x) => g.BatchNorm2d("conv_bn", g.Conv2d("conv", g.BatchNorm2d("up_bn", g.ConvTranspose2d("up", x, 7, kernel: 2, stride: 2, bias: false)), 3, kernel: 3, bias: false)),
            channels: 5);
        CompiledNetwork folded = FoldBatchNorm.Apply(network);
        Assert.Equal(0, Norms(folded.Graph));
        Assert.Equal(["conv.bias", "conv.weight", "up.bias", "up.weight"], folded.Weights.Tensors.Keys);
        CompileTestNetworks.AssertSameFunction(network, folded);
    }

    [Fact]
    public void Apply_ToSumsOfConvolutions_ScalesEachAndShiftsOne()
    {
        CompiledNetwork network = CompileTestNetworks.Build((g, x) => g.BatchNorm2d("bn", g.Add(
            g.Conv2d("a", x, 5, kernel: 3, padding: 1, bias: false),
            g.Add(g.Conv2d("b", x, 5, kernel: 1), g.UpsampleNearest(g.Conv2d("c", g.MaxPool2d(x, 2, 2), 5, kernel: 1, bias: false), 2)))));
        CompiledNetwork folded = FoldBatchNorm.Apply(network);
        Assert.Equal(["a Conv2d", "b Conv2d", "maxpool MaxPool2d", "c Conv2d", "upsample UpsampleNearest", "add Add", "add_2 Add"], CompileTestNetworks.Names(folded));
        CompileTestNetworks.AssertSameFunction(network, folded);
    }

    [Fact]
    public void Apply_WhereTheVarianceIsAsSmallAsEpsilon_ComputesTheSame()
    {
        CompiledNetwork random = CompileTestNetworks.Build((g, x) => g.BatchNorm2d("bn", g.Conv2d("conv", x, 4, kernel: 3)));
        var network = new CompiledNetwork(
            random.Graph, new WeightSet(random.Weights.Tensors.SetItem("bn.running_var", WeightTensor.FromFloats([0, 1e-6f, 1e-5f, 1e-4f], [4]))));
        CompileTestNetworks.AssertSameFunction(network, FoldBatchNorm.Apply(network));
    }

    [Fact]
    public void Apply_WhereTheConvolutionIsReadElsewhere_LeavesItAlone()
    {
        var g = new GraphBuilder("test", 1);
        Value x = g.Conv2d("read_twice", g.Input(3), 4, kernel: 1);
        Value y = g.Conv2d("is_output", x, 4, kernel: 1);
        Value sum = g.Add(g.Conv2d("in_sum", x, 4, kernel: 1), x);
        g.Output("out", g.Add(g.BatchNorm2d("bn1", x), x, g.BatchNorm2d("bn2", y), g.BatchNorm2d("bn3", sum)));
        g.Output("side", y);
        CompiledNetwork network = CompileTestNetworks.WithRandomWeights(g.Build());
        CompiledNetwork folded = FoldBatchNorm.Apply(network);
        Assert.Equal(CompileTestNetworks.Names(network), CompileTestNetworks.Names(folded));
        CompileTestNetworks.AssertSameFunction(network, folded);
    }

    private static int Norms(NetworkGraph graph) => graph.Nodes.Count(node => node.Operation is BatchNorm2d);
}
