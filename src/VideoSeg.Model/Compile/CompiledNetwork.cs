using VideoSeg.Model.Graph;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Compile;

/// <summary>A network rewritten for inference: a graph and the weights that belong to it. Computes what the original computes, up to rounding.</summary>
/// <param name="Graph">The rewritten graph.</param>
/// <param name="Weights">Its weights.</param>
public sealed record CompiledNetwork(NetworkGraph Graph, WeightSet Weights);
