using VideoSeg.Model.Compile;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Tests.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.Compile;

[Collection(LeakCollection.Name)]
public sealed class SplitConcatTests
{
    [Fact]
    public void Apply_ToAPreActivatedConvolutionOfAnEnlargedAndAnotherValue_ComputesThePartsApart()
    {
        CompiledNetwork network = CompileTestNetworks.Build((g, x) =>
            g.Conv2d("conv", g.ReLU(g.BatchNorm2d("bn", g.Concat(Enlarged(g, x, 5), x))), 4, kernel: 3, padding: 1));
        CompiledNetwork rewritten = SplitConcat.Apply(network);
        Assert.Equal(
            [
                "down Conv2d", "upsample UpsampleNearest", "bn[0:5] BatchNorm2d", "relu[0:5] ReLU", "conv[0:5] Conv2d",
                "bn[5:8] BatchNorm2d", "relu[5:8] ReLU", "conv[5:8] Conv2d", "conv Add",
            ],
            CompileTestNetworks.Names(rewritten));
        Assert.Equal([true, false], rewritten.Graph.Nodes.Where(n => n.Name.StartsWith("conv[", StringComparison.Ordinal)).Select(n => ((Conv2d)n.Operation).Bias));
        CompileTestNetworks.AssertSameFunction(network, rewritten);
    }

    [Fact]
    public void Apply_ToThreeParts_SumsThree()
    {
        CompiledNetwork network = CompileTestNetworks.Build((g, x) => g.Conv2d("conv", g.Concat(x, Enlarged(g, x, 5), x), 4, kernel: 1, bias: false));
        CompiledNetwork rewritten = SplitConcat.Apply(network);
        Assert.Equal(["down Conv2d", "upsample UpsampleNearest", "conv[0:3] Conv2d", "conv[3:8] Conv2d", "conv[8:11] Conv2d", "conv Add"], CompileTestNetworks.Names(rewritten));
        CompileTestNetworks.AssertSameFunction(network, rewritten);
    }

    [Fact]
    public void Apply_WhereNothingIsGained_KeepsTheConcat()
    {
        CompiledNetwork network = CompileTestNetworks.Build((g, x) =>
        {
            // As in U-Net and UNet++: parts that were enlarged otherwise.
            Value down = g.Conv2d("down", x, 5, kernel: 3, stride: 2, padding: 1);
            Value y = g.Conv2d("unet", g.Concat(g.ConvTranspose2d("up", down, 5, kernel: 2, stride: 2), x), 4, kernel: 3, padding: 1);
            Value z = g.Conv2d("unetpp", g.Concat(g.UpsampleBilinear(down, 2, alignCorners: true), x), 4, kernel: 3, padding: 1);

            // A convolution that an enlarged value gains nothing in.
            Value w = g.Conv2d("dilated", g.Concat(g.UpsampleNearest(down, 2), x), 4, kernel: 3, padding: 2, dilation: 2);
            return g.Add(y, z, w);
        });
        CompiledNetwork rewritten = SplitConcat.Apply(network);
        Assert.Equal(CompileTestNetworks.Names(network), CompileTestNetworks.Names(rewritten));
    }

    private static Value Enlarged(GraphBuilder g, Value x, int channels) =>
        g.UpsampleNearest(g.Conv2d("down", x, channels, kernel: 3, stride: 2, padding: 1), factor: 2);
}
