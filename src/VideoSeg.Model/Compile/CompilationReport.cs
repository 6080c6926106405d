using System.Collections.Immutable;

namespace VideoSeg.Model.Compile;

/// <summary>A compiled network and how it came to be.</summary>
/// <param name="Network">The compiled network.</param>
/// <param name="Passes">What each pass changed, in their order; at least one.</param>
public sealed record CompilationReport(CompiledNetwork Network, ImmutableArray<PassCost> Passes)
{
    /// <summary>What the network costs unrewritten.</summary>
    public NetworkCost Original => Passes[0].Before;

    /// <summary>What the compiled network costs.</summary>
    public NetworkCost Compiled => Passes[^1].After;
}
