using System.Collections.Immutable;

namespace VideoSeg.Model.Graph;

/// <summary>A network in figures at one input size: its stages in order of their first node, and the totals.</summary>
/// <param name="Stages">The named parts; the input is not listed.</param>
/// <param name="MultiplyAccumulatesPerNode">By node index.</param>
public sealed record GraphSummary(ImmutableArray<StageSummary> Stages, ImmutableArray<long> MultiplyAccumulatesPerNode)
{
    /// <summary>Multiply-accumulates of the whole network, the whole batch.</summary>
    public long MultiplyAccumulates => MultiplyAccumulatesPerNode.Sum();

    /// <summary>Counts <paramref name="graph"/> for a batch of pictures of this size.</summary>
    /// <exception cref="VideoSegException">The size does not suit the network.</exception>
    public static GraphSummary Create(NetworkGraph graph, int height, int width, int batch = 1)
    {
        ImmutableArray<TensorShape> shapes = graph.InferShapes(batch, height, width);
        ImmutableArray<long> work =
        [
            .. graph.Nodes.Select((node, i) =>
                node.Operation.CountMultiplyAccumulates([.. node.Inputs.Select(input => shapes[input])], shapes[i])),
        ];
        var stages = Enumerable.Range(1, graph.Nodes.Length - 1)
            .GroupBy(i => graph.Nodes[i].Stage, StringComparer.Ordinal)
            .Select(stage => new StageSummary(
                stage.Key,
                shapes[stage.Last()],
                stage.SelectMany(i => graph.Nodes[i].Operation.Parameters).Where(p => p.IsTrainable).Sum(p => p.ElementCount),
                stage.Sum(i => work[i])));
        return new([.. stages], work);
    }
}
