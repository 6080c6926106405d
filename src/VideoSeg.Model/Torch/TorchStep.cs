using System.Collections.Immutable;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.Torch;

/// <summary>What is computed in one go: a node, or a convolution with the sum and the ReLU that alone read it.</summary>
/// <param name="Node">Whose value comes out.</param>
/// <param name="Reads">The nodes whose values it takes, in the order of the operation; of a fused convolution its input, then the addends.</param>
/// <param name="Convolution">The convolution that is fused into it; -1 where there is none.</param>
internal readonly record struct TorchStep(int Node, ImmutableArray<int> Reads, int Convolution = -1)
{
    /// <summary>The nodes in their order, each by itself.</summary>
    public static ImmutableArray<TorchStep> Plain(NetworkGraph graph) =>
        [.. Enumerable.Range(1, graph.Nodes.Length - 1).Select(i => new TorchStep(i, graph.Nodes[i].Inputs))];

    /// <summary>
    /// The same, where a convolution whose single reader is a ReLU, or a sum whose single reader is one, is computed with it: for inference. The value
    /// comes out where the ReLU stood.
    /// </summary>
    public static ImmutableArray<TorchStep> Fused(NetworkGraph graph)
    {
        int[] readers = Readers(graph);
        var steps = new List<TorchStep>();
        var gone = new bool[graph.Nodes.Length];
        for (int i = 1; i < graph.Nodes.Length; i++)
        {
            if (graph.Nodes[i].Operation is ReLU && Fuse(graph, readers, i) is { } fused)
            {
                gone[fused.Convolution] = true;
                gone[graph.Nodes[i].Inputs[0]] = true;
                steps.Add(fused);
            }
            else
            {
                steps.Add(new TorchStep(i, graph.Nodes[i].Inputs));
            }
        }

        return [.. steps.Where(step => !gone[step.Node])];
    }

    private static TorchStep? Fuse(NetworkGraph graph, int[] readers, int relu)
    {
        int source = graph.Nodes[relu].Inputs[0];
        Node node = graph.Nodes[source];
        if (readers[source] != 1)
        {
            return null;
        }

        if (node.Operation is Conv2d or UpsampledConv2d)
        {
            return new TorchStep(relu, node.Inputs, source);
        }

        // The last of the addends that are convolutions: the others' values are there by then.
        int last = node.Operation is Add ? node.Inputs.LastOrDefault(input => readers[input] == 1 && graph.Nodes[input].Operation is Conv2d, -1) : -1;
        return last < 0 ? null : new TorchStep(relu, [graph.Nodes[last].Inputs[0], .. node.Inputs.Where(input => input != last)], last);
    }

    /// <summary>How often each value is read; results of the network count as read once more.</summary>
    private static int[] Readers(NetworkGraph graph)
    {
        var readers = new int[graph.Nodes.Length];
        foreach (int read in graph.Nodes.SelectMany(node => node.Inputs).Concat(graph.Outputs.Select(output => output.Node)))
        {
            readers[read]++;
        }

        return readers;
    }
}
