using System.Collections.Immutable;
using VideoSeg.Model.Graph;

namespace VideoSeg.Model.Compile;

/// <summary>What a network costs at one input size, operation by operation; the input is none.</summary>
/// <param name="Operations">The nodes in the order in which they are computed, without the input.</param>
public sealed record NetworkCost(ImmutableArray<OperationCost> Operations)
{
    /// <summary>Multiply-accumulates of all operations.</summary>
    public long MultiplyAccumulates => Operations.Sum(operation => operation.MultiplyAccumulates);

    /// <summary>Bytes that all operations read and write.</summary>
    public long BytesMoved => Operations.Sum(operation => operation.BytesMoved);

    /// <summary>Counts <paramref name="graph"/> for a batch of pictures of this size.</summary>
    /// <exception cref="VideoSegException">The size does not suit the network (<see cref="FaultKind.Usage"/>).</exception>
    public static NetworkCost Of(NetworkGraph graph, int height, int width, int batch = 1)
    {
        ImmutableArray<TensorShape> shapes = graph.InferShapes(batch, height, width);
        return new(
        [
            .. graph.Nodes.Skip(1).Select((node, i) =>
            {
                TensorShape[] inputs = [.. node.Inputs.Select(input => shapes[input])];
                TensorShape output = shapes[i + 1];
                return new OperationCost(
                    node,
                    output,
                    node.Operation.CountMultiplyAccumulates(inputs, output),
                    sizeof(float) * (output.ElementCount + inputs.Sum(input => input.ElementCount)));
            }),
        ]);
    }
}
