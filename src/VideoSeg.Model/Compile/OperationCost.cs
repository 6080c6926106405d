using VideoSeg.Model.Graph;

namespace VideoSeg.Model.Compile;

/// <summary>What one operation of a network costs.</summary>
/// <param name="Node">The operation.</param>
/// <param name="Output">Shape of its value.</param>
/// <param name="MultiplyAccumulates">Multiply-accumulates of convolutions and linear layers; all else counts as none.</param>
/// <param name="BytesMoved">
/// Bytes of its inputs and its output in float32, each once, without weights. An engine moves less by fusing operations and by smaller types.
/// </param>
public sealed record OperationCost(Node Node, TensorShape Output, long MultiplyAccumulates, long BytesMoved);
