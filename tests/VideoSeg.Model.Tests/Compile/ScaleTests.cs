using VideoSeg.Model.Compile;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Tests.Torch;
using VideoSeg.Model.Weights;
using Xunit;

namespace VideoSeg.Model.Tests.Compile;

/// <summary><see cref="MergeScale"/> and <see cref="AbsorbScale"/>.</summary>
[Collection(LeakCollection.Name)]
public sealed class ScaleTests
{
    [Fact]
    public void MergeScale_WhereOnlyScaleShiftsRead_DropsTheScaledValue()
    {
        CompiledNetwork network = CompileTestNetworks.Build((g, x) => g.ReLU(g.BatchNorm2d("bn", Excited(g, x))), channels: 6);
        CompiledNetwork rewritten = MergeScale.Apply(PreActivation.Apply(network));
        Assert.Equal(["pool GlobalAveragePool", "squeeze Linear", "sigmoid Sigmoid", "bn ScaleShift"], CompileTestNetworks.Names(rewritten));
        Assert.Equal(2, rewritten.Graph.Nodes[^1].Inputs.Length);
        CompileTestNetworks.AssertSameFunction(network, rewritten);
    }

    [Fact]
    public void MergeScale_WhereOthersReadToo_KeepsItForThem()
    {
        CompiledNetwork network = CompileTestNetworks.Build((g, x) =>
        {
            Value excited = Excited(g, x);
            return g.Add(excited, g.BatchNorm2d("bn", excited));
        });
        CompiledNetwork rewritten = MergeScale.Apply(PreActivation.Apply(network));
        Assert.Equal(["pool GlobalAveragePool", "squeeze Linear", "sigmoid Sigmoid", "scale ScaleChannels", "bn ScaleShift", "add Add"], CompileTestNetworks.Names(rewritten));
        CompileTestNetworks.AssertSameFunction(network, rewritten);
    }

    [Fact]
    public void AbsorbScale_BeforeConvolutionsOfAllKinds_LeavesFactorsOfOne()
    {
        CompiledNetwork network = CompileTestNetworks.Build(
            (g, x) =>
            {
                Value y = g.ReLU(g.BatchNorm2d("bn", x));
                Value sum = g.Add(g.Conv2d("a", g.UpsampleNearest(y, 2), 4, kernel: 3, padding: 1), g.ConvTranspose2d("b", y, 4, kernel: 2, stride: 2));
                return g.Multiply(sum, g.UpsampleNearest(g.Conv2d("c", y, 4, kernel: 1), 2));
            },
            channels: 40);
        CompiledNetwork rewritten = AbsorbScale.Apply(CommuteUpsample.Apply(PreActivation.Apply(network)));
        float[] scales = rewritten.Weights.GetFloats("bn.weight");
        Assert.Equal([-1, 0, 1], scales.Distinct().Order());
        CompileTestNetworks.AssertSameFunction(network, rewritten);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AbsorbScale_WhereAnythingElseReads_LeavesTheFactors(bool output)
    {
        var g = new GraphBuilder("test", 2);
        Value y = g.ReLU(g.BatchNorm2d("bn", g.Input(8)));
        g.Output("out", g.Conv2d("conv", y, 4, kernel: 1));
        g.Output("side", output ? y : g.MaxPool2d(y, kernel: 2, stride: 2));
        CompiledNetwork network = PreActivation.Apply(CompileTestNetworks.WithRandomWeights(g.Build()));
        Assert.Equal(network.Weights.GetFloats("bn.weight"), AbsorbScale.Apply(network).Weights.GetFloats("bn.weight"));
    }

    [Fact]
    public void AbsorbScale_OfFactorsNearZero_LeavesThem()
    {
        CompiledNetwork random = PreActivation.Apply(CompileTestNetworks.Build(
            (g, x) => g.Conv2d("conv", g.ReLU(g.BatchNorm2d("bn", x)), 4, kernel: 3, padding: 1), channels: 5));
        var network = new CompiledNetwork(
            random.Graph, new WeightSet(random.Weights.Tensors.SetItem("bn.weight", WeightTensor.FromFloats([1e-30f, -2, 1e-4f, 0, -0.5f], [5]))));
        CompiledNetwork rewritten = AbsorbScale.Apply(network);
        Assert.Equal([1e-30f, -1, 1e-4f, 0, -1], rewritten.Weights.GetFloats("bn.weight"));
        CompileTestNetworks.AssertSameFunction(network, rewritten);
    }

    private static Value Excited(GraphBuilder g, Value x) =>
        g.ScaleChannels(x, g.Sigmoid(g.Linear("squeeze", g.GlobalAveragePool(x), x.Channels, bias: false)));
}
