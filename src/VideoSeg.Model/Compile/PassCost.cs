namespace VideoSeg.Model.Compile;

/// <summary>What a pass changed.</summary>
/// <param name="Pass">The pass.</param>
/// <param name="Before">What the network costs before it.</param>
/// <param name="After">What it costs after it.</param>
public sealed record PassCost(CompilerPass Pass, NetworkCost Before, NetworkCost After);
