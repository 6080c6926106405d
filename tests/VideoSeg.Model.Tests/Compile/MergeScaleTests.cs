using VideoSeg.Model.Compile;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Tests.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.Compile;

[Collection(LeakCollection.Name)]
public sealed class MergeScaleTests
{
    [Fact]
    public void Apply_WhereOnlyScaleShiftsRead_DropsTheScaledValue()
    {
        CompiledNetwork network = CompileTestNetworks.Build((g, x) => g.ReLU(g.BatchNorm2d("bn", Excited(g, x))), channels: 6);
        CompiledNetwork rewritten = MergeScale.Apply(PreActivation.Apply(network));
        Assert.Equal(["pool GlobalAveragePool", "squeeze Linear", "sigmoid Sigmoid", "bn ScaleShift"], CompileTestNetworks.Names(rewritten));
        Assert.Equal(2, rewritten.Graph.Nodes[^1].Inputs.Length);
        CompileTestNetworks.AssertSameFunction(network, rewritten);
    }

    [Fact]
    public void Apply_WhereOthersReadToo_KeepsItForThem()
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

    private static Value Excited(GraphBuilder g, Value x) =>
        g.ScaleChannels(x, g.Sigmoid(g.Linear("squeeze", g.GlobalAveragePool(x), x.Channels, bias: false)));
}
