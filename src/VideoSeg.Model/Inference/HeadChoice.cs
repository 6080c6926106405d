using System.Collections.Immutable;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Inference;

/// <summary>
/// Which of the heads of <see cref="UNetPlusPlus"/> segment (the papers' accurate and fast modes), and how deep the network is (their pruning). What
/// is chosen is a part of the network as it was trained, with the same weights; several outputs that are left mean: the mean of their probabilities.
/// </summary>
/// <param name="Mode"><c>accurate</c>: all heads down to the depth; <c>fast</c>: the one at the depth. Null, if a depth is given: <c>fast</c>.</param>
/// <param name="Depth">1 to 4: nodes that X(0, depth) does not need are left out. Null, if a mode is given: 4.</param>
public sealed record HeadChoice(string? Mode, int? Depth)
{
    /// <summary>The head at the depth alone.</summary>
    public const string Fast = "fast";

    /// <summary>The mean of the probabilities of all heads down to the depth.</summary>
    public const string Accurate = "accurate";

    /// <summary>The modes.</summary>
    public static ImmutableArray<string> Modes { get; } = [Accurate, Fast];

    /// <summary>Whether anything was said.</summary>
    public bool IsMade => Mode is not null || Depth is not null;

    /// <summary>Whether there is such a mode and such a depth.</summary>
    public bool IsKnown => (Mode is null || Modes.Contains(Mode)) && Depth is null or (>= 1 and <= UNetPlusPlus.MaxDepth);

    /// <summary>The part of a network that was chosen, its main output first; where nothing was said, the whole network.</summary>
    /// <exception cref="VideoSegException">The network has no heads to choose from, or there is no such mode or depth (<see cref="FaultKind.Usage"/>).</exception>
    public NetworkGraph ApplyTo(NetworkGraph graph)
    {
        if (!IsMade)
        {
            return graph;
        }

        if (!IsKnown)
        {
            throw new VideoSegException(FaultKind.Usage,
                $"expected a mode of {string.Join(", ", Modes)} and a depth of 1 to {UNetPlusPlus.MaxDepth}, got {this}");
        }

        if (graph.Name != UNetPlusPlus.Name)
        {
            throw new VideoSegException(FaultKind.Usage,
                $"expected {UNetPlusPlus.Name}, which has four heads to choose from, for a mode or a depth, found {graph.Name}, which has one; leave mode and depth out");
        }

        int depth = Depth ?? UNetPlusPlus.MaxDepth;
        IEnumerable<int> further = Mode == Accurate ? Enumerable.Range(1, depth - 1) : [];
        return graph.PartFor([Head(depth) with { Name = UNetPlusPlus.OutputName(UNetPlusPlus.MaxDepth) }, .. further.Select(Head)]);

        GraphOutput Head(int j) => graph.Outputs.FirstOrDefault(output => output.Name == UNetPlusPlus.OutputName(j))
            ?? throw new VideoSegException(FaultKind.Usage, $"expected {graph.Name} with all its heads for a mode or a depth, found a part of it without the head of depth {j}");
    }

    /// <summary>The part of a model that was chosen, which says so in its name; <see cref="ModelFile.Whole"/> is the model itself.</summary>
    /// <exception cref="VideoSegException">The model has no heads to choose from (<see cref="FaultKind.Usage"/>).</exception>
    public ModelFile ApplyTo(ModelFile model) => IsMade
        ? Part(model, ApplyTo(model.Graph)) with { Metadata = model.Metadata with { Name = $"{model.Metadata.Name}, {this}" } }
        : model;

    /// <summary>The part of a model that segments: what was chosen; else all of what is a part already; else its main output alone.</summary>
    /// <exception cref="VideoSegException">The model has no heads to choose from (<see cref="FaultKind.Usage"/>).</exception>
    public ModelFile ForInference(ModelFile model) => IsMade || model.Graph.Outputs.Length == 1 || !ReferenceEquals(model, model.Whole)
        ? ApplyTo(model)
        : Part(model, model.Graph.PartFor([model.Graph.Outputs[0]]));

    /// <summary>The fault of whoever chooses heads of a TorchScript file.</summary>
    public static VideoSegException FaultOfScript() => new(FaultKind.Usage,
        $"expected weights of {UNetPlusPlus.Name}, which have four heads to choose from, for a mode or a depth, found a TorchScript file, which brings its own program; leave mode and depth out");

    /// <summary>In words: <c>accurate</c>, <c>fast at depth 2</c>.</summary>
    public override string ToString() => (Mode ?? Fast) + (Depth is { } depth ? $" at depth {depth}" : "");

    private static ModelFile Part(ModelFile model, NetworkGraph graph) => model with
    {
        Graph = graph,
        Weights = new WeightSet(
            graph.Parameters.Where(p => model.Weights.Tensors.ContainsKey(p.Name)).Select(p => KeyValuePair.Create(p.Name, model.Weights[p.Name])), model.Weights.Metadata),
        Whole = model.Whole,
    };
}
