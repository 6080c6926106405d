using System.Collections.Immutable;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Compile;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Inference;
using VideoSeg.Model.OneDnn;
using VideoSeg.Model.OneDnn.Calibration;
using VideoSeg.Model.OneDnn.Lowering;
using VideoSeg.Model.Tests.Torch;
using VideoSeg.Model.Weights;
using Xunit;

namespace VideoSeg.Model.Tests.OneDnn.Lowering;

/// <summary>The engine's steps against the unrewritten network on libtorch.</summary>
[Collection(LeakCollection.Name)]
public sealed class NetworkLoweringTests
{
    // Relative to the largest logit. bf16 keeps 8 bits of each value and int8 at most as many, through some forty layers of random weights.
    private const double Float32Bound = 1e-4, BFloat16Bound = 0.1, Int8Bound = 0.25;

    public static TheoryData<string, int, int, int> Networks => new()
    {
        { ResUNetPlusPlus.Name, 1, 64, 64 },
        { ResUNetPlusPlus.Name, 1, 40, 72 },
        { ResUNetPlusPlus.Name, 3, 8, 8 },
        { ResUNetPlusPlus.WideName, 1, 40, 48 },
        { ResUNet.Name, 1, 48, 64 },
        { UNet.Name, 2, 32, 48 },
        { UNetPlusPlus.Name, 1, 48, 64 },
        { UNetPlusPlus.Name, 3, 16, 80 },
        { UNetPlusPlus.PrunedName(2), 1, 32, 16 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Lower_EveryPrecision_ComputesWhatTheNetworkDoes(string architecture, int classes, int height, int width)
    {
        NetworkGraph graph = ArchitectureCatalog.Build(architecture, classes);
        var comparison = new EngineComparison(graph, RandomWeights.Create(graph, 5), height, width);
        AssertClose(comparison, comparison.Plan(EnginePrecision.Float32), Float32Bound);
        AssertClose(comparison, comparison.Plan(EnginePrecision.Float32, options => options with { ReuseMemory = false, ChannelBlock = 0 }), Float32Bound);
        if (EngineComparison.Runs(EnginePrecision.BFloat16))
        {
            AssertClose(comparison, comparison.Plan(EnginePrecision.BFloat16), BFloat16Bound);
        }

        EnginePlan plan = comparison.Plan(EnginePrecision.Int8);
        AssertClose(comparison, plan, Int8Bound);
        Assert.InRange(plan.Int8Share, 0.9, 1);
        Assert.Equal(0, OneDnnRuntime.LivePrograms);
    }

    [Fact]
    public void Lower_ResUNetPlusPlusAt352_HasTheCompiledGraphsMultiplyAccumulates()
    {
        NetworkGraph graph = ResUNetPlusPlus.Build();
        CompiledNetwork compiled = NetworkCompiler.Compile(graph, RandomWeights.Create(graph, 1));
        EnginePlan plan = NetworkLowering.Lower(compiled, new LoweringOptions { Height = 352, Width = 352, Precision = EnginePrecision.BFloat16 });
        Assert.Equal(GraphSummary.Create(compiled.Graph, 352, 352).MultiplyAccumulates, plan.Steps.Sum(step => step.MultiplyAccumulates));
        Assert.InRange(plan.ArenaBytes, 1, 40_000_000);
    }

    /// <summary>Deep supervision: the heads that only training reads are not computed, nor what only they need.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Lower_OfTheHeadOfUNetPlusPlusAtADepth_IsThatOfTheNetworkOfThatDepth(int depth)
    {
        EnginePlan part = Plan(new HeadChoice(HeadChoice.Fast, depth).ApplyTo(UNetPlusPlus.Build())), own = Plan(UNetPlusPlus.BuildPruned(depth));
        Assert.Equal(own.Steps.Select(step => step.Name), part.Steps.Select(step => step.Name));
        Assert.Equal(own.ArenaBytes, part.ArenaBytes);

        static EnginePlan Plan(NetworkGraph graph) => NetworkLowering.Lower(
            NetworkCompiler.Compile(graph, RandomWeights.Create(graph, 1)), new LoweringOptions { Height = 64, Width = 64 });
    }

    /// <summary>What only convolutions read, beside other values or in another size, is written in 8 bits at once.</summary>
    [Fact]
    public void Lower_UNetPlusPlusInInt8_KeepsNothingLongerButTheLastBlock()
    {
        NetworkGraph graph = UNetPlusPlus.BuildPruned(2);
        var comparison = new EngineComparison(graph, RandomWeights.Create(graph, 5), 32, 32);
        EnginePlan plan = comparison.Plan(EnginePrecision.Int8);
        Assert.Equal(["conv0_2.relu_2"], plan.Slots.Where(slot => slot.Scales is null).Select(slot => slot.Name).Except(["result"]));
    }

    /// <summary>Results of one and several planes: a head, a value that is read further on, and one that is read by another result's last convolutions.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Lower_OfSeveralOutputs_ComputesEach(int classes)
    {
        var g = new GraphBuilder("several", 2);
        Value a = g.ReLU(g.Conv2d("a", g.Input(3), 32, kernel: 3, padding: 1));
        Value head = g.Conv2d("head", a, classes, kernel: 1);
        Value summed = g.Add(g.Conv2d("near", a, classes, kernel: 3, padding: 1), g.Conv2d("far", a, classes, kernel: 3, padding: 6, dilation: 6));
        Value further = g.Conv2d("further", g.ReLU(summed), classes, kernel: 3, padding: 1);
        g.Output("first", g.Add(further, head));
        g.Output("head", head);
        g.Output("summed", summed);
        g.Output("last", g.Conv2d("last", g.ReLU(g.Conv2d("b", a, 16, kernel: 1)), classes, kernel: 1));
        NetworkGraph graph = g.Build();
        var comparison = new EngineComparison(graph, RandomWeights.Create(graph, 5), 10, 14);
        AssertClose(comparison, comparison.Plan(EnginePrecision.Float32), Float32Bound);
        AssertClose(comparison, comparison.Plan(EnginePrecision.Int8), Int8Bound);
    }

    [Fact]
    public void Lower_OfOutputsOfSeveralShapes_IsRefused()
    {
        var g = new GraphBuilder("shapes", 2);
        Value a = g.Conv2d("a", g.Input(3), 4, kernel: 1);
        g.Output("large", a);
        g.Output("small", g.MaxPool2d(a, kernel: 2, stride: 2));
        NetworkGraph graph = g.Build();
        var fault = Assert.Throws<VideoSegException>(() => NetworkLowering.Lower(
            NetworkCompiler.Compile(graph, RandomWeights.Create(graph, 1)), new LoweringOptions { Height = 8, Width = 8 }));
        Assert.Equal(FaultKind.Engine, fault.Kind);
    }

    [Fact]
    public void Knows_EveryArchitecture() =>
        Assert.All(ArchitectureCatalog.Names, name => Assert.True(NetworkLowering.Knows(ArchitectureCatalog.Build(name)), name));

    [Fact]
    public void Knows_AnEnlargementByThree_IsFalse()
    {
        var g = new GraphBuilder("test", 2);
        g.Output("out", g.UpsampleBilinear(g.Conv2d("a", g.Input(3), 4, kernel: 1), factor: 3, alignCorners: false));
        Assert.False(NetworkLowering.Knows(g.Build()));
    }

    [Fact]
    public void Lower_Int8WithRangesOfOtherWeights_IsRefused()
    {
        NetworkGraph graph = ResUNetPlusPlus.Build();
        CompiledNetwork compiled = NetworkCompiler.Compile(graph, RandomWeights.Create(graph, 1));
        var none = new ActivationRanges(ImmutableSortedDictionary<string, float[]>.Empty);
        var fault = Assert.Throws<VideoSegException>(() => NetworkLowering.Lower(
            compiled, new LoweringOptions { Height = 64, Width = 64, Precision = EnginePrecision.Int8, Ranges = none }));
        Assert.Equal(FaultKind.Input, fault.Kind);
        Assert.Contains("alibrat", fault.Message, StringComparison.Ordinal);
    }

    private static void AssertClose(EngineComparison comparison, EnginePlan plan, double bound)
    {
        (double largest, _) = comparison.Difference(plan);
        Assert.True(largest <= bound, $"expected logits within {bound:g} of the largest, found one {largest:g4} of it away");
    }
}
