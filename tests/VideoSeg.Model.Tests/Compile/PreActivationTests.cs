using VideoSeg.Model.Compile;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Tests.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.Compile;

[Collection(LeakCollection.Name)]
public sealed class PreActivationTests
{
    [Fact]
    public void Apply_WhereAReLUAloneReadsTheNormalisation_MakesOneOperation()
    {
        CompiledNetwork network = CompileTestNetworks.Build((g, x) => g.ReLU(g.BatchNorm2d("bn", x)));
        CompiledNetwork rewritten = PreActivation.Apply(network);
        Assert.Equal(["bn ScaleShift"], CompileTestNetworks.Names(rewritten));
        Assert.Equal(new ScaleShift(3, Relu: true), rewritten.Graph.Nodes[1].Operation);
        Assert.Equal(["bn.bias", "bn.weight"], rewritten.Weights.Tensors.Keys);
        CompileTestNetworks.AssertSameFunction(network, rewritten);
    }

    [Fact]
    public void Apply_WhereTheNormalisedValueIsReadElsewhere_LeavesTheReLUAlone()
    {
        var g = new GraphBuilder("test", 1);
        Value read = g.BatchNorm2d("read", g.Input(3)), shown = g.BatchNorm2d("shown", read);
        g.Output("sum", g.Add(g.ReLU(read), read));
        g.Output("relu", g.ReLU(shown));
        g.Output("shown", shown);
        CompiledNetwork network = CompileTestNetworks.WithRandomWeights(g.Build());
        CompiledNetwork rewritten = PreActivation.Apply(network);
        Assert.Equal(["read ScaleShift", "shown ScaleShift", "relu ReLU", "add Add", "relu_2 ReLU"], CompileTestNetworks.Names(rewritten));
        CompileTestNetworks.AssertSameFunction(network, rewritten);
    }
}
