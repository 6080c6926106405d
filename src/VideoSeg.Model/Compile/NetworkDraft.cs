using System.Collections.Immutable;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Compile;

/// <summary>
/// A network while a pass rewrites it. Nodes are changed in place, so each keeps its name and whoever reads it; what no output depends on
/// any more, nodes and weights, is left out of the result.
/// </summary>
internal sealed class NetworkDraft
{
    private readonly NetworkGraph _original;
    private readonly ImmutableSortedDictionary<string, string> _metadata;
    private readonly Dictionary<string, WeightTensor> _weights;
    private readonly List<DraftNode> _nodes = [];
    private readonly DraftNode[] _outputs;

    public NetworkDraft(CompiledNetwork network)
    {
        _original = network.Graph;
        _metadata = network.Weights.Metadata;
        _weights = new(network.Weights.Tensors, StringComparer.Ordinal);
        foreach (Node node in network.Graph.Nodes)
        {
            _nodes.Add(new(node.Name, node.Stage, node.Operation, node.Inputs.Select(input => _nodes[input])));
        }

        _outputs = [.. network.Graph.Outputs.Select(output => _nodes[output.Node])];
    }

    /// <summary>
    /// The nodes that an output depends on, and the input, as they are at this moment; each after those it reads, otherwise as they were, an
    /// added node just before the first that reads it.
    /// </summary>
    public ImmutableArray<DraftNode> Nodes
    {
        get
        {
            var live = new HashSet<DraftNode> { _nodes[0] };
            foreach (DraftNode output in _outputs)
            {
                Reach(output, live);
            }

            var ordered = ImmutableArray.CreateBuilder<DraftNode>(live.Count);
            var placed = new HashSet<DraftNode>();
            foreach (DraftNode node in _nodes.Where(live.Contains))
            {
                Place(node, placed, ordered);
            }

            return ordered.ToImmutable();
        }
    }

    /// <summary>The shape of every node's value for one picture of 16 times the least size: channels hold at any size, work in proportion.</summary>
    public Dictionary<DraftNode, TensorShape> InferShapes()
    {
        int side = 16 * _original.SizeMultiple;
        var shapes = new Dictionary<DraftNode, TensorShape> { [_nodes[0]] = new(1, _original.InputChannels, side, side) };
        foreach (DraftNode node in Nodes.Where(node => node.Inputs.Count > 0))
        {
            shapes[node] = node.Operation.InferShape([.. node.Inputs.Select(input => shapes[input])]);
        }

        return shapes;
    }

    /// <summary>The nodes that read <paramref name="node"/>, each once.</summary>
    public IReadOnlyList<DraftNode> ReadersOf(DraftNode node) => [.. Nodes.Where(reader => reader.Inputs.Contains(node))];

    /// <summary>Whether the value is a result of the network.</summary>
    public bool IsOutput(DraftNode node) => _outputs.Contains(node);

    /// <summary>The one node that reads <paramref name="node"/>, and reads it once; null if there are none or several, or it is an output.</summary>
    public DraftNode? SoleReader(DraftNode node) =>
        !IsOutput(node) && ReadersOf(node) is [DraftNode reader] && reader.Inputs.Count(input => input == node) == 1 ? reader : null;

    /// <summary>Adds a node; its name gets a number if it is taken.</summary>
    public DraftNode Add(string name, string stage, Operation operation, params IEnumerable<DraftNode> inputs)
    {
        string unique = name;
        for (int n = 2; _nodes.Any(node => node.Name == unique); n++)
        {
            unique = $"{name}_{n}";
        }

        var added = new DraftNode(unique, stage, operation, inputs);
        _nodes.Add(added);
        return added;
    }

    /// <summary>Makes everyone who reads <paramref name="node"/>, except <paramref name="replacement"/>, read <paramref name="replacement"/>.</summary>
    public void Redirect(DraftNode node, DraftNode replacement)
    {
        foreach (DraftNode reader in ReadersOf(node).Where(reader => reader != replacement))
        {
            reader.Inputs = [.. reader.Inputs.Select(input => input == node ? replacement : input)];
        }

        for (int i = 0; i < _outputs.Length; i++)
        {
            _outputs[i] = _outputs[i] == node ? replacement : _outputs[i];
        }
    }

    /// <summary>Places <paramref name="node"/> immediately before <paramref name="reader"/>, behind what was placed there earlier.</summary>
    public void MoveBefore(DraftNode node, DraftNode reader)
    {
        _nodes.Remove(node);
        _nodes.Insert(_nodes.IndexOf(reader), node);
    }

    public bool HasWeights(string name) => _weights.ContainsKey(name);

    public WeightTensor GetWeights(string name) => _weights.TryGetValue(name, out WeightTensor? tensor)
        ? tensor
        : throw new VideoSegException(FaultKind.Input, $"expected a tensor {name} among the weights, found none");

    /// <summary>A copy of a tensor's values.</summary>
    public float[] GetFloats(string name) => GetWeights(name).ToFloats();

    public void SetWeights(string name, WeightTensor tensor) => _weights[name] = tensor;

    public void SetFloats(string name, ReadOnlySpan<float> values, ImmutableArray<long> shape) => _weights[name] = WeightTensor.FromFloats(values, shape);

    /// <summary>The rewritten network.</summary>
    public CompiledNetwork ToNetwork()
    {
        ImmutableArray<DraftNode> drafts = Nodes;
        Dictionary<DraftNode, int> index = drafts.Select((node, i) => (node, i)).ToDictionary(pair => pair.node, pair => pair.i);
        var graph = new NetworkGraph(
            _original.Name,
            _original.SizeMultiple,
            [.. drafts.Select(node => new Node(node.Name, node.Stage, node.Operation, [.. node.Inputs.Select(input => index[input])]))],
            [.. _original.Outputs.Select((output, i) => output with { Node = index[_outputs[i]] })]);
        IEnumerable<string> used = graph.Parameters.Select(p => p.Name).Where(_weights.ContainsKey);
        return new(graph, new WeightSet(used.Select(name => KeyValuePair.Create(name, _weights[name])), _metadata));
    }

    private static void Reach(DraftNode node, HashSet<DraftNode> live)
    {
        if (live.Add(node))
        {
            foreach (DraftNode input in node.Inputs)
            {
                Reach(input, live);
            }
        }
    }

    private static void Place(DraftNode node, HashSet<DraftNode> placed, ImmutableArray<DraftNode>.Builder ordered)
    {
        if (placed.Add(node))
        {
            foreach (DraftNode input in node.Inputs)
            {
                Place(input, placed, ordered);
            }

            ordered.Add(node);
        }
    }
}
