using VideoSeg.Model.Compile;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Tests.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.Compile;

[Collection(LeakCollection.Name)]
public sealed class CommuteUpsampleTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Apply_ToA3x3Convolution_MakesFourPhasesOfTwoByTwoTaps(bool bias)
    {
        CompiledNetwork network = CompileTestNetworks.Build((g, x) => g.Conv2d("conv", g.UpsampleNearest(x, 2), 4, kernel: 3, padding: 1, bias: bias));
        CompiledNetwork rewritten = CommuteUpsample.Apply(network);
        Assert.Equal(["conv UpsampledConv2d"], CompileTestNetworks.Names(rewritten));
        Assert.Equal([4, 4, 3, 2, 2], rewritten.Weights["conv.weight"].Shape);
        CompileTestNetworks.AssertSameFunction(network, rewritten);
    }

    [Fact]
    public void Apply_ToAPreActivationAndItsConvolution_EnlargesLast()
    {
        CompiledNetwork network = CompileTestNetworks.Build((g, x) => g.Conv2d("conv", g.ReLU(g.BatchNorm2d("bn", g.UpsampleNearest(x, 3))), 4, kernel: 1));
        CompiledNetwork rewritten = CommuteUpsample.Apply(network);
        Assert.Equal(["bn BatchNorm2d", "relu ReLU", "conv Conv2d", "conv.upsample UpsampleNearest"], CompileTestNetworks.Names(rewritten));
        CompileTestNetworks.AssertSameFunction(network, rewritten);
    }

    [Fact]
    public void Apply_ToSeveralUpsamplings_MovesAll()
    {
        CompiledNetwork network = CompileTestNetworks.Build((g, x) => g.ReLU(g.UpsampleNearest(g.UpsampleNearest(x, 2), 3)));
        CompiledNetwork rewritten = CommuteUpsample.Apply(network);
        Assert.Equal(["relu ReLU", "relu.upsample_2 UpsampleNearest", "relu.upsample UpsampleNearest"], CompileTestNetworks.Names(rewritten));
        Assert.Equal([2, 3], rewritten.Graph.Nodes.Select(node => node.Operation).OfType<UpsampleNearest>().Select(up => up.Factor));
        CompileTestNetworks.AssertSameFunction(network, rewritten);
    }

    [Fact]
    public void Apply_WhereTheEnlargedValueIsNeeded_KeepsIt()
    {
        CompiledNetwork network = CompileTestNetworks.Build((g, x) =>
        {
            Value up = g.UpsampleNearest(x, 2), tripled = g.UpsampleNearest(x, 3);
            Value a = g.Conv2d("strided", up, 4, kernel: 3, stride: 2, padding: 1);
            Value b = g.Conv2d("dilated", up, 4, kernel: 3, padding: 2, dilation: 2);
            Value c = g.Conv2d("padded", up, 4, kernel: 1, padding: 1);
            Value d = g.MaxPool2d(g.Conv2d("tripled", tripled, 4, kernel: 3, padding: 1), kernel: 3, stride: 3);
            Value e = g.MaxPool2d(b, kernel: 2, stride: 2), f = g.MaxPool2d(c, kernel: 3, stride: 2);
            return g.Add(a, d, e, f);
        });
        Assert.Equal(CompileTestNetworks.Names(network), CompileTestNetworks.Names(CommuteUpsample.Apply(network)));
    }
}
