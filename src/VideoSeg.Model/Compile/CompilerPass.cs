namespace VideoSeg.Model.Compile;

/// <summary>One rewrite of the compiler.</summary>
/// <param name="Name">Name of its class (<c>FoldBatchNorm</c>).</param>
/// <param name="Summary">What it does, in a few words.</param>
/// <param name="Apply">Rewrites a network into one that computes the same, up to rounding.</param>
public sealed record CompilerPass(string Name, string Summary, Func<CompiledNetwork, CompiledNetwork> Apply);
