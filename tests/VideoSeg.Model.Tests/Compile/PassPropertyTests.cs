using VideoSeg.Model.Compile;
using VideoSeg.Model.Tests.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.Compile;

/// <summary>What must hold of each pass, whatever the network.</summary>
[Collection(LeakCollection.Name)]
public sealed class PassPropertyTests
{
    private const int Graphs = 40;

    private static readonly Dictionary<string, Func<CompiledNetwork, CompiledNetwork>> Passes = new(StringComparer.Ordinal)
    {
        [nameof(FoldBatchNorm)] = FoldBatchNorm.Apply,
        [nameof(PreActivation)] = PreActivation.Apply,
        [nameof(SplitConcat)] = SplitConcat.Apply,
        [nameof(CommuteUpsample)] = CommuteUpsample.Apply,
        [nameof(CollapseLinear)] = CollapseLinear.Apply,
        [nameof(MergeScale)] = network => MergeScale.Apply(PreActivation.Apply(network)),
        [nameof(OrderAddends)] = OrderAddends.Apply,
        [nameof(NetworkCompiler)] = network => NetworkCompiler.Compile(network.Graph, network.Weights),
    };

    public static TheoryData<string> Names => new(Passes.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Pass_OnRandomGraphs_ComputesTheSameAndFindsNothingMoreToDo(string name)
    {
        int changed = 0;
        for (int seed = 1; seed <= Graphs; seed++)
        {
            CompiledNetwork network = CompileTestNetworks.WithRandomWeights(RandomGraph.Create(seed), seed);
            CompiledNetwork rewritten = Passes[name](network);
            string[] names = CompileTestNetworks.Names(rewritten);
            changed += CompileTestNetworks.Names(network).SequenceEqual(names) ? 0 : 1;
            CompileTestNetworks.AssertSameFunction(network, rewritten, $"graph {seed}:");
            Assert.Equal(names, CompileTestNetworks.Names(Passes[name](rewritten)));
        }

        Assert.True(changed >= Graphs / 4, $"expected a quarter of {Graphs} random graphs to hold something for {name}, found {changed}");
    }
}
