using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Weights;
using Xunit;

namespace VideoSeg.Model.Tests.Weights;

public sealed class WeightDifferencesTests
{
    private static readonly NetworkGraph Graph = ResUNetPlusPlus.Build();
    private static readonly WeightSet Weights = WeightInitializer.Create(Graph, 1);

    [Fact]
    public void Between_WeightsWithoutBatchCounters_IsEmpty() => Assert.True(WeightDifferences.Between(Graph, new WeightSet(
        Weights.Tensors.Where(pair => !pair.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)))).IsEmpty);

    [Fact]
    public void Between_WeightsThatDiffer_ListsEachKind()
    {
        var changed = new WeightSet(Weights.Tensors
            .Remove("output.weight")
            .SetItem("output.bias", WeightTensor.FromFloats([1, 2], [2]))
            .SetItem("c1.c1.0.bias", WeightTensor.FromFloats([float.NaN, .. new float[15]], [16]))
            .SetItem("c1.c1.1.running_var", WeightTensor.FromFloats([-1e-9f, .. new float[15]], [16]))
            .SetItem("c1.c1.1.num_batches_tracked", WeightTensor.FromFloats([1], []))
            .Add("fc.weight", WeightTensor.FromFloats([1], [1])));
        WeightDifferences differences = WeightDifferences.Between(Graph, changed);
        Assert.Equal(["output.weight"], differences.Missing);
        Assert.Equal(["fc.weight"], differences.Unexpected);
        Assert.Equal(["c1.c1.1.num_batches_tracked (expected Int64 [], found Float32 [])", "output.bias (expected floating point [1], found Float32 [2])"], differences.Mismatched);
        Assert.Equal(["c1.c1.0.bias"], differences.NotFinite);
        Assert.Equal(["c1.c1.1.running_var"], differences.Negative);
        var e = Assert.Throws<VideoSegException>(() => differences.ThrowIfAny("file.pth", "resunetpp"));
        Assert.Equal(FaultKind.Input, e.Kind);
        Assert.All(["file.pth", "resunetpp", "missing (1): output.weight", "unexpected (1): fc.weight", "NaN or infinite (1)", "variance below 0 (1): c1.c1.1.running_var"],
            part => Assert.Contains(part, e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void ThrowIfAny_OfManyNames_ShowsSomeAndCountsTheRest()
    {
        var e = Assert.Throws<VideoSegException>(() => WeightDifferences.Between(Graph, new WeightSet([])).ThrowIfAny("x", "resunetpp"));
        Assert.Contains("more", e.Message, StringComparison.Ordinal);
        Assert.InRange(e.Message.Length, 1, 500);
    }
}
