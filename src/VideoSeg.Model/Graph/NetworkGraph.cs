using System.Collections.Immutable;
using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.Graph;

/// <summary>
/// A network as immutable data: a directed acyclic graph of operations with named outputs, without its weights. Built with
/// <see cref="GraphBuilder"/>; read by the executors, the rewrites, the summary and the exporters. Safe to share between threads.
/// </summary>
public sealed class NetworkGraph
{
    // Large enough for every kernel of the architectures here, so that shapes can be checked before any real size is known.
    private const int NominalMultiples = 16;

    /// <summary>Checks and keeps the nodes.</summary>
    /// <param name="name">Name of the architecture (<c>resunetpp</c>).</param>
    /// <param name="sizeMultiple">What the input's height and width must be multiples of, at least 1.</param>
    /// <param name="nodes">The nodes, each after those it reads; the first is the only <see cref="Input"/>.</param>
    /// <param name="outputs">At least one.</param>
    /// <exception cref="GraphException">The nodes don't make a graph, or shapes don't fit.</exception>
    public NetworkGraph(string name, int sizeMultiple, ImmutableArray<Node> nodes, ImmutableArray<GraphOutput> outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sizeMultiple, 1);
        Name = name;
        SizeMultiple = sizeMultiple;
        Nodes = nodes;
        Outputs = outputs;
        CheckStructure();
        Parameters = [.. nodes.SelectMany(node => node.Parameters)];
        int nominal = NominalMultiples * sizeMultiple;
        OutputChannels = InferShapes(1, nominal, nominal)[outputs[0].Node].Channels;
    }

    /// <summary>Name of the architecture.</summary>
    public string Name { get; }

    /// <summary>What the input's height and width must be multiples of.</summary>
    public int SizeMultiple { get; }

    /// <summary>The nodes, each after those it reads.</summary>
    public ImmutableArray<Node> Nodes { get; }

    /// <summary>The results; the first is the main one.</summary>
    public ImmutableArray<GraphOutput> Outputs { get; }

    /// <summary>Every stored tensor, by its <c>state_dict</c> name, in the order of the nodes.</summary>
    public ImmutableArray<ParameterSpecification> Parameters { get; }

    /// <summary>Channels of the input picture.</summary>
    public int InputChannels => ((Input)Nodes[0].Operation).Channels;

    /// <summary>Channels of the main output.</summary>
    public int OutputChannels { get; }

    /// <summary>Number of trained values.</summary>
    public long TrainableCount => Parameters.Where(p => p.IsTrainable).Sum(p => p.ElementCount);

    /// <summary>Number of running statistics (means and variances).</summary>
    public long StatisticCount => Parameters.Where(p => p.IsStatistic).Sum(p => p.ElementCount);

    /// <summary>The shape of every node's value, by node index, for a batch of pictures of this size.</summary>
    /// <exception cref="VideoSegException">Height or width is not a multiple of <see cref="SizeMultiple"/>.</exception>
    public ImmutableArray<TensorShape> InferShapes(int batch, int height, int width)
    {
        CheckSize(height, width);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        var shapes = new TensorShape[Nodes.Length];
        shapes[0] = new(batch, InputChannels, height, width);
        for (int i = 1; i < shapes.Length; i++)
        {
            Node node = Nodes[i];
            TensorShape[] inputs = [.. node.Inputs.Select(input => shapes[input])];
            try
            {
                shapes[i] = node.Operation.InferShape(inputs);
            }
            catch (GraphException e)
            {
                throw new GraphException($"{Name}, node {node.Name}: {e.Message}", e);
            }
        }

        return ImmutableArray.Create(shapes);
    }

    /// <summary>Checks an input size.</summary>
    /// <exception cref="VideoSegException">Height or width is not a positive multiple of <see cref="SizeMultiple"/>.</exception>
    public void CheckSize(int height, int width)
    {
        if (height < 1 || width < 1 || height % SizeMultiple != 0 || width % SizeMultiple != 0)
        {
            throw new VideoSegException(FaultKind.Usage,
                $"{Name} expects an input whose width and height are multiples of {SizeMultiple}, got {width} x {height}; " +
                $"the next size up is {RoundUp(width)} x {RoundUp(height)}");
        }
    }

    /// <summary>The part of the network that computes these outputs, the first of which is the main one; all else is left out.</summary>
    /// <param name="outputs">At least one, nodes of this graph, under any names.</param>
    public NetworkGraph PartFor(ImmutableArray<GraphOutput> outputs)
    {
        var needed = new bool[Nodes.Length];
        needed[0] = true;
        foreach (GraphOutput output in outputs)
        {
            needed[output.Node] = true;
        }

        for (int i = needed.Length - 1; i > 0; i--)
        {
            foreach (int input in needed[i] ? Nodes[i].Inputs : [])
            {
                needed[input] = true;
            }
        }

        var places = new int[Nodes.Length];
        var kept = ImmutableArray.CreateBuilder<Node>();
        for (int i = 0; i < needed.Length; i++)
        {
            if (needed[i])
            {
                places[i] = kept.Count;
                kept.Add(Nodes[i] with { Inputs = [.. Nodes[i].Inputs.Select(input => places[input])] });
            }
        }

        return new NetworkGraph(Name, SizeMultiple, kept.ToImmutable(), [.. outputs.Select(output => output with { Node = places[output.Node] })]);
    }

    private int RoundUp(int size) => Math.Max(1, (size + SizeMultiple - 1) / SizeMultiple) * SizeMultiple;

    private void CheckStructure()
    {
        if (Nodes.IsDefaultOrEmpty || Nodes.Count(node => node.Operation is Input) != 1 || Nodes[0].Operation is not Input)
        {
            throw new GraphException("expected exactly one Input, as the first node");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < Nodes.Length; i++)
        {
            if (!names.Add(Nodes[i].Name))
            {
                throw new GraphException($"expected unique node names, got {Nodes[i].Name} twice");
            }

            if (Nodes[i].Inputs.Any(input => input < 0 || input >= i))
            {
                throw new GraphException($"node {Nodes[i].Name} reads a node that does not stand before it");
            }
        }

        if (Outputs.IsDefaultOrEmpty || Outputs.Any(output => output.Node < 0 || output.Node >= Nodes.Length))
        {
            throw new GraphException("expected at least one output, each a node of the graph");
        }
    }
}
