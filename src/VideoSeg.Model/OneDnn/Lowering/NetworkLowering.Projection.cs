using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.OneDnn.Lowering;

/// <summary>The last convolutions of each output, which have few channels.</summary>
internal sealed partial class NetworkLowering
{
    private const int MostOutputs = 8;

    private const int LaneChannels = 16;

    private bool IsProjected(int node) => _projections.Values.Any(nodes => nodes.Contains(node));

    private Dictionary<int, int[]> FindProjections() => _graph.Outputs.Select(output => output.Node).Distinct()
        .Select(output => (Output: output, Nodes: FindProjection(output))).Where(found => found.Nodes is not null)
        .ToDictionary(found => found.Output, found => found.Nodes!);

    /// <summary>The convolutions, all of one value, whose sum is a result of the network and nothing else.</summary>
    private int[]? FindProjection(int output)
    {
        int[] nodes = _graph.Nodes[output].Operation is Add ? [.. _graph.Nodes[output].Inputs] : [output];
        bool fits = _readers[output].Count == 0 && nodes.All(node => _graph.Nodes[node].Operation is Conv2d { Stride: 1, OutChannels: <= MostOutputs } conv
            && conv.InChannels % LaneChannels == 0
            && 2 * conv.Padding == conv.Dilation * (conv.Kernel - 1)
            && _graph.Nodes[node].Inputs[0] == _graph.Nodes[nodes[0]].Inputs[0]
            && (node == output || (_readers[node].Count == 1 && _graph.Outputs.All(other => other.Node != node))));
        return fits ? nodes : null;
    }

    private void LowerProjection(int[] nodes, Slot result, long offset)
    {
        Slot source = Plain(_graph.Nodes[nodes[0]].Inputs[0]);
        TensorShape shape = _shapes[nodes[0]];
        var bias = new float[shape.Channels];
        var taps = new SortedDictionary<(int Y, int X), float[]>();
        foreach (int node in nodes)
        {
            var conv = (Conv2d)_graph.Nodes[node].Operation;
            float[] weights = Floats(node, "weight"); // [out, in, k, k]
            float[] own = BiasOf(node, conv.OutChannels, conv.Bias);
            for (int o = 0; o < bias.Length; o++)
            {
                bias[o] += own[o];
            }

            for (int i = 0; i < weights.Length; i++)
            {
                int x = i % conv.Kernel, y = i / conv.Kernel % conv.Kernel, channel = i / (conv.Kernel * conv.Kernel);
                (int, int) place = ((y * conv.Dilation) - conv.Padding, (x * conv.Dilation) - conv.Padding);
                if (!taps.TryGetValue(place, out float[]? sum))
                {
                    taps[place] = sum = new float[conv.OutChannels * conv.InChannels];
                }

                sum[channel] += weights[i];
            }
        }

        int channels = source.Channels;
        int[] dy = [.. taps.Keys.Select(place => place.Y)], dx = [.. taps.Keys.Select(place => place.X)];
        float[] kernel = [.. Enumerable.Range(0, bias.Length).SelectMany(o => taps.Values.SelectMany(tap => tap.Skip(o * channels).Take(channels)))];
        AddStep(string.Join(" + ", nodes.Select(node => _graph.Nodes[node].Name)), nodes.Sum(MacsOf), false, [source, result], program =>
            program.AddProjection(source.Layout, bias.Length, result.Offset + offset, dy, dx, kernel, bias));
    }
}
