using VideoSeg.Model.Graph;
using VideoSeg.Model.OneDnn.Lowering;
using VideoSeg.Model.Tests.Torch;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.OneDnn;

/// <summary>
/// 3x3 convolutions of enough channels in f32, which processors with AVX2 compute with fewer products: at sizes that are no multiples of a tile, in sums,
/// with and without ReLU, and spread over more threads than there are tiles. On other processors oneDNN computes them, to the same bound.
/// </summary>
[Collection(LeakCollection.Name)]
public sealed class WinogradTests
{
    /// <summary>A share of the largest value. Transforms of numbers up to 8 times as large cost some bits: what was seen stays below 5e-6.</summary>
    private const double Bound = 2e-5;

    [Theory]
    [InlineData(16, 16, 1, 1)]
    [InlineData(16, 32, 3, 5)]
    [InlineData(24, 48, 4, 4)]
    [InlineData(32, 16, 9, 7)]
    [InlineData(64, 128, 23, 22)]
    [InlineData(128, 64, 6, 31)]
    [InlineData(256, 32, 13, 13)]
    public void Convolution_OfAnySize_AgreesWithLibtorch(int inputs, int outputs, int height, int width)
    {
        var g = new GraphBuilder("convolution", sizeMultiple: 1);
        Value x = g.ReLU(g.Conv2d("wide", g.Input(channels: 3), inputs, kernel: 1));
        g.Output("logits", g.Conv2d("head", g.ReLU(g.Conv2d("three", x, outputs, kernel: 3, padding: 1)), 3, kernel: 1));
        Check(g.Build(), height, width);
    }

    [Theory]
    [InlineData(16, 5, 6)]
    [InlineData(64, 20, 21)]
    public void Convolutions_ThatAreAdded_AgreeWithLibtorch(int channels, int height, int width)
    {
        var g = new GraphBuilder("sum", sizeMultiple: 1);
        Value x = g.Conv2d("wide", g.Input(channels: 3), channels, kernel: 1);
        Value sum = g.Add(g.Conv2d("first", x, channels, kernel: 3, padding: 1), g.Conv2d("second", g.ReLU(x), channels, kernel: 3, padding: 1));
        g.Output("logits", g.Conv2d("head", g.ReLU(sum), 2, kernel: 1));
        Check(g.Build(), height, width);
    }

    private static void Check(NetworkGraph graph, int height, int width)
    {
        var comparison = new EngineComparison(graph, RandomWeights.Create(graph, 3), height, width);
        EnginePlan plan = comparison.Plan(EnginePrecision.Float32);
        Assert.All([1, 2, 5], threads =>
        {
            double difference = comparison.Difference(plan, threads).Largest;
            Assert.True(difference <= Bound, $"{threads} threads: expected results within {Bound:g} of the largest, found a difference of {difference:g3}");
        });
    }
}
