using VideoSeg.Model.Compile;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Tests.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.Compile;

[Collection(LeakCollection.Name)]
public sealed class CollapseLinearTests
{
    [Fact]
    public void Apply_ToAPyramidWithAHead_MakesTheBranchesGoToTheClasses()
    {
        CompiledNetwork network = CompileTestNetworks.Build((g, x) => g.Conv2d("head", g.Conv2d("c5", Pyramid(g, x, 8), 8, kernel: 1), 2, kernel: 1));
        CompiledNetwork rewritten = CollapseLinear.Apply(network);
        Assert.Equal(["c1 Conv2d", "c2 Conv2d", "c3 Conv2d", "head Add"], CompileTestNetworks.Names(rewritten));
        Assert.Equal([2, 3, 3, 3], rewritten.Weights["c2.weight"].Shape);
        CompileTestNetworks.AssertSameFunction(network, rewritten);
    }

    [Fact]
    public void Apply_WhereTheBranchesWouldGrowTooMuch_OnlyCollapsesTheRest()
    {
        // 3 branches of 9 taps from 3 channels to 2 and a 1x1 from 2 to 20: 202 a pixel; collapsed 1620.
        CompiledNetwork network = CompileTestNetworks.Build((g, x) => g.Conv2d("head", g.Conv2d("c5", Pyramid(g, x, 2), 2, kernel: 1), 20, kernel: 1));
        CompiledNetwork rewritten = CollapseLinear.Apply(network);
        Assert.Equal(["c1 Conv2d", "c2 Conv2d", "c3 Conv2d", "c5 Add", "head Conv2d"], CompileTestNetworks.Names(rewritten));
        CompileTestNetworks.AssertSameFunction(network, rewritten);
    }

    [Fact]
    public void Apply_AfterOtherConvolutions_MakesOne()
    {
        CompiledNetwork network = CompileTestNetworks.Build((g, x) =>
        {
            Value y = g.Conv2d("y2", g.ConvTranspose2d("y1", x, 6, kernel: 2, stride: 2, bias: false), 5, kernel: 1, bias: false);
            Value z = g.Conv2d("z2", g.Conv2d("z1", g.UpsampleNearest(x, 2), 6, kernel: 3, padding: 1), 5, kernel: 1);
            return g.Multiply(y, z);
        });
        CompiledNetwork enlarged = CommuteUpsample.Apply(network);
        CompiledNetwork rewritten = CollapseLinear.Apply(enlarged);
        Assert.Equal(["y2 ConvTranspose2d", "z2 UpsampledConv2d", "multiply Multiply"], CompileTestNetworks.Names(rewritten));
        CompileTestNetworks.AssertSameFunction(network, rewritten);
    }

    [Fact]
    public void Apply_ToSumsOfEnlargedConvolutions_GoesIntoTheSmallOnes()
    {
        CompiledNetwork network = CompileTestNetworks.Build((g, x) =>
        {
            Value nearest = g.UpsampleNearest(g.Conv2d("a", x, 5, kernel: 3, stride: 2, padding: 1), 2);
            Value bilinear = g.UpsampleBilinear(g.Conv2d("b", x, 5, kernel: 3, stride: 2, padding: 1), 2, alignCorners: true);
            Value head = g.Conv2d("head", g.Add(nearest, g.Conv2d("c", x, 5, kernel: 3, padding: 1), bilinear), 2, kernel: 1);
            return g.Add(head, g.Conv2d("tail", g.UpsampleNearest(g.Conv2d("d", g.MaxPool2d(x, 2, 2), 5, kernel: 1), 2), 2, kernel: 1));
        });
        CompiledNetwork rewritten = CollapseLinear.Apply(network);
        Assert.Equal(
            ["a Conv2d", "upsample UpsampleNearest", "b Conv2d", "upsample_2 UpsampleBilinear", "c Conv2d", "head Add", "maxpool MaxPool2d", "d Conv2d", "tail UpsampleNearest", "add_2 Add"],
            CompileTestNetworks.Names(rewritten));
        CompileTestNetworks.AssertSameFunction(network, rewritten);
    }

    [Fact]
    public void Apply_WhereSomethingElseReadsTheSumOrStandsBetween_LeavesThem()
    {
        CompiledNetwork network = CompileTestNetworks.Build((g, x) =>
        {
            Value read = Pyramid(g, x, 4);
            Value between = g.ReLU(g.Conv2d("first", x, 4, kernel: 3, padding: 1));
            Value strided = g.Conv2d("strided", g.Conv2d("before", x, 4, kernel: 1), 4, kernel: 1, stride: 2);
            return g.Add(read, g.Conv2d("c5", read, 4, kernel: 1), g.Conv2d("second", between, 4, kernel: 1), g.UpsampleNearest(strided, 2));
        });
        Assert.Equal(CompileTestNetworks.Names(network), CompileTestNetworks.Names(CollapseLinear.Apply(network)));
    }

    private static Value Pyramid(GraphBuilder g, Value x, int channels) => g.Add(
        g.Conv2d("c1", x, channels, kernel: 3, padding: 1),
        g.Conv2d("c2", x, channels, kernel: 3, padding: 6, dilation: 6, bias: false),
        g.Conv2d("c3", x, channels, kernel: 3, padding: 12, dilation: 12));
}
