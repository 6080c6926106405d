using System.Collections.Immutable;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Compile;

/// <summary>
/// Rewrites networks for inference: fewer operations, fewer multiply-accumulates and fewer passes over memory for the same function, up to
/// rounding. Works on any graph; what a pass does not find it leaves alone.
/// </summary>
public static class NetworkCompiler
{
    /// <summary>All rewrites, in the order in which they are applied: each may rely on what those before it leave.</summary>
    public static ImmutableArray<CompilerPass> Passes { get; } =
    [
        new(nameof(FoldBatchNorm), "normalisations into the convolutions before them", FoldBatchNorm.Apply),
        new(nameof(PreActivation), "other normalisations, each with its ReLU", PreActivation.Apply),
        new(nameof(SplitConcat), "convolutions of enlarged and other values apart", SplitConcat.Apply),
        new(nameof(CommuteUpsample), "compute first, enlarge afterwards", CommuteUpsample.Apply),
        new(nameof(CollapseLinear), "convolutions with nothing between them", CollapseLinear.Apply),
        new(nameof(MergeScale), "squeeze and excitation into the next scaling", MergeScale.Apply),
        new(nameof(OrderAddends), "sums into which convolutions accumulate", OrderAddends.Apply),
    ];

    /// <summary>The rewrites for GPUs, in their order. docs/gpu.md says of each why it is among them; none has been measured there.</summary>
    public static ImmutableArray<CompilerPass> GpuPasses { get; } = Passes;

    /// <summary>Applies the <see cref="GpuPasses"/>.</summary>
    /// <exception cref="VideoSegException">The weights don't fit the graph (<see cref="FaultKind.Input"/>).</exception>
    public static CompiledNetwork CompileForGpu(NetworkGraph graph, WeightSet weights) =>
        GpuPasses.Aggregate(Check(graph, weights), (network, pass) => pass.Apply(network));

    /// <summary>Applies all passes.</summary>
    /// <exception cref="VideoSegException">The weights don't fit the graph (<see cref="FaultKind.Input"/>).</exception>
    public static CompiledNetwork Compile(NetworkGraph graph, WeightSet weights) =>
        Passes.Aggregate(Check(graph, weights), (network, pass) => pass.Apply(network));

    /// <summary>Applies all passes and counts what each changes, for one picture of this size.</summary>
    /// <exception cref="VideoSegException">The weights don't fit the graph (<see cref="FaultKind.Input"/>), or the size does not (<see cref="FaultKind.Usage"/>).</exception>
    public static CompilationReport Explain(NetworkGraph graph, WeightSet weights, int height, int width)
    {
        CompiledNetwork network = Check(graph, weights);
        NetworkCost before = NetworkCost.Of(graph, height, width);
        var passes = ImmutableArray.CreateBuilder<PassCost>(Passes.Length);
        foreach (CompilerPass pass in Passes)
        {
            network = pass.Apply(network);
            NetworkCost after = NetworkCost.Of(network.Graph, height, width);
            passes.Add(new(pass, before, after));
            before = after;
        }

        return new(network, passes.ToImmutable());
    }

    private static CompiledNetwork Check(NetworkGraph graph, WeightSet weights)
    {
        WeightDifferences.Between(graph, weights).ThrowIfAny("the weights", graph.Name);
        return new(graph, weights);
    }
}
