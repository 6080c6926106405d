using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Inference;
using VideoSeg.Model.OneDnn;
using VideoSeg.Model.OneDnn.Lowering;
using VideoSeg.Model.Tests.Torch;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.OneDnn;

/// <summary>
/// 3x3 convolutions of enough channels in f32, which processors with AVX2 compute with fewer products: at sizes that are no multiples of a tile, in sums,
/// with and without ReLU, and spread over more threads than there are tiles. Skipped elsewhere, where oneDNN
/// computes them; with AVX-512 the process for AVX2 of <see cref="LesserProcessorTests"/> runs them.
/// </summary>
[Collection(LeakCollection.Name)]
public sealed class WinogradTests
{
    /// <summary>A share of the largest value. Transforms of numbers up to 8 times as large cost some bits: what was seen stays below 5e-6.</summary>
    private const double Bound = 2e-5;

    [Theory]
    [InlineData(16, 16, 7, 7)]
    [InlineData(16, 32, 5, 20)]
    [InlineData(24, 48, 8, 8)]
    [InlineData(32, 16, 9, 7)]
    [InlineData(64, 128, 23, 22)]
    [InlineData(128, 64, 6, 31)]
    [InlineData(256, 32, 13, 13)]
    [InlineData(264, 80, 31, 30)]
    [InlineData(512, 144, 10, 13)]
    public void Convolution_OfAnySize_AgreesWithLibtorch(int inputs, int outputs, int height, int width)
    {
        var g = new GraphBuilder("convolution", sizeMultiple: 1);
        Value x = g.ReLU(g.Conv2d("wide", g.Input(channels: 3), inputs, kernel: 1));
        g.Output("logits", g.Conv2d("head", g.ReLU(g.Conv2d("three", x, outputs, kernel: 3, padding: 1)), 3, kernel: 1));
        Check(g.Build(), height, width);
    }

    /// <summary>Measured: oneDNN is faster where tiles hang over the edges, or where large weights meet few of them.</summary>
    [Theory]
    [InlineData(64, 4)]
    [InlineData(512, 8)]
    public void Convolution_OfASmallPicture_IsLeftToOneDnn(int channels, int side)
    {
        RequireAvx2();
        var g = new GraphBuilder("small", sizeMultiple: 1);
        Value x = g.ReLU(g.Conv2d("wide", g.Input(channels: 3), channels, kernel: 1));
        g.Output("logits", g.Conv2d("head", g.ReLU(g.Conv2d("three", x, 16, kernel: 3, padding: 1)), 3, kernel: 1));
        NetworkGraph graph = g.Build();
        EnginePlan plan = new EngineComparison(graph, RandomWeights.Create(graph, 3), side, side).Plan(EnginePrecision.Float32);
        using OneDnnProgram program = plan.Build(1);
        Assert.Equal(0, program.WinogradConvolutions);
    }

    [Theory]
    [InlineData(16, 7, 9)]
    [InlineData(64, 20, 21)]
    public void Convolutions_ThatAreAdded_AgreeWithLibtorch(int channels, int height, int width)
    {
        var g = new GraphBuilder("sum", sizeMultiple: 1);
        Value x = g.Conv2d("wide", g.Input(channels: 3), channels, kernel: 1);
        Value sum = g.Add(g.Conv2d("first", x, channels, kernel: 3, padding: 1), g.Conv2d("second", g.ReLU(x), channels, kernel: 3, padding: 1));
        g.Output("logits", g.Conv2d("head", g.ReLU(sum), 2, kernel: 1));
        Check(g.Build(), height, width);
    }

    [Fact]
    public async Task Lanes_OfOneSegmenter_KeepTheTransformedWeightsOnce()
    {
        RequireAvx2();
        NetworkGraph graph = ResUNetPlusPlus.Build();
        var model = new ModelFile("net", new ModelMetadata { Name = "net", InputWidth = 32, InputHeight = 32 }, graph, RandomWeights.Create(graph, 3));
        var options = new SegmenterOptions { Device = "cpu", Precision = "f32", Threads = 1 };
        long before = OneDnnRuntime.WinogradBytes;
        await using (new OneDnnSegmenter(model, options))
        {
            long once = OneDnnRuntime.WinogradBytes - before;
            Assert.True(once > 1 << 20, $"expected some MiB of transformed weights, found {once} bytes");
            await using var several = new OneDnnSegmenter(model, options with { Lanes = 3 });
            Assert.Equal(2 * once, OneDnnRuntime.WinogradBytes - before);
        }

        Assert.Equal(before, OneDnnRuntime.WinogradBytes);
    }

    [Fact]
    public void Program_WithOtherWeightsThanTheOneItSharesWith_KeepsItsOwn()
    {
        RequireAvx2();
        var g = new GraphBuilder("convolution", sizeMultiple: 1);
        g.Output("logits", g.Conv2d("head", g.ReLU(g.Conv2d("three", g.ReLU(g.Conv2d("wide", g.Input(channels: 3), 16, kernel: 1)), 16, kernel: 3, padding: 1)), 1, kernel: 1));
        NetworkGraph graph = g.Build();
        EngineComparison one = new(graph, RandomWeights.Create(graph, 3), 8, 8), other = new(graph, RandomWeights.Create(graph, 4), 8, 8);
        using OneDnnProgram program = one.Plan(EnginePrecision.Float32).Build(1);
        Assert.InRange(other.Difference(other.Plan(EnginePrecision.Float32), threads: 1, program).Largest, 0, Bound);
    }

    private static void RequireAvx2() => Assert.SkipUnless(OneDnnRuntime.InstructionSet.StartsWith("avx2", StringComparison.Ordinal), $"needs AVX2 and no more, this process has {OneDnnRuntime.InstructionSet}");

    private static void Check(NetworkGraph graph, int height, int width)
    {
        RequireAvx2();
        var comparison = new EngineComparison(graph, RandomWeights.Create(graph, 3), height, width);
        EnginePlan plan = comparison.Plan(EnginePrecision.Float32);
        using (OneDnnProgram program = plan.Build(1))
        {
            Assert.Equal(graph.Nodes.Count(node => node.Operation is Conv2d { Kernel: 3 }), program.WinogradConvolutions);
        }

        Assert.All([1, 2, 5], threads =>
        {
            double difference = comparison.Difference(plan, threads).Largest;
            Assert.True(difference <= Bound, $"{threads} threads: expected results within {Bound:g} of the largest, found a difference of {difference:g3}");
        });
    }
}
