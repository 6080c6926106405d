using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Training;

/// <summary>
/// Deep supervision as an aid of training (Lee et al. 2015): a 1 x 1 convolution on each of the first two decoders' outputs, asked for the mask as well, and
/// left out of the weights.
/// </summary>
internal static class AuxiliaryHeads
{
    private const string Prefix = "auxiliary.";
    private static readonly string[] Decoders = ["d1", "d2"];

    /// <summary>The network with the heads, as further outputs.</summary>
    /// <exception cref="VideoSegException">The network has no such decoders, or several outputs of its own (<see cref="FaultKind.Usage"/>).</exception>
    public static NetworkGraph Add(NetworkGraph graph)
    {
        int[] ends = [.. Decoders.Select(decoder => End(graph, decoder))];
        if (graph.Outputs.Length > 1 || ends.Contains(-1))
        {
            throw new VideoSegException(FaultKind.Usage, $"deep_supervision: expected 0 with {graph.Name}, which has {(graph.Outputs.Length > 1 ? "several heads of its own" : "no decoders d1 and d2")}");
        }

        var shapes = graph.InferShapes(1, graph.SizeMultiple * 16, graph.SizeMultiple * 16);
        var nodes = graph.Nodes.ToBuilder();
        var outputs = graph.Outputs.ToBuilder();
        for (int i = 0; i < ends.Length; i++)
        {
            string name = Prefix + Decoders[i];
            outputs.Add(new GraphOutput(name, nodes.Count));
            nodes.Add(new Node(name, name, new Conv2d(shapes[ends[i]].Channels, graph.OutputChannels, Kernel: 1), [ends[i]]));
        }

        return new NetworkGraph(graph.Name, graph.SizeMultiple, nodes.ToImmutable(), outputs.ToImmutable());
    }

    /// <summary>Whether a tensor belongs to one of the heads.</summary>
    public static bool IsOwn(string tensor) => tensor.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The weights without those of the heads.</summary>
    public static WeightSet Drop(WeightSet weights) => new(weights.Tensors.RemoveRange(weights.Tensors.Keys.Where(IsOwn)), weights.Metadata);

    private static int End(NetworkGraph graph, string decoder)
    {
        for (int i = graph.Nodes.Length - 1; i > 0; i--)
        {
            string stage = graph.Nodes[i].Stage;
            if (stage == decoder || stage.StartsWith(decoder + ".", StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
