using VideoSeg.Model.Graph;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Training;

/// <summary>Weights of an earlier training to start from. Where they are of another number of classes the heads are made fresh.</summary>
internal static class InitialWeights
{
    /// <summary>Reads weights for <paramref name="graph"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="graph">What is trained.</param>
    /// <param name="seed">Decides the fresh heads.</param>
    /// <param name="notes">Told if there are some.</param>
    /// <exception cref="VideoSegException">The file cannot be read, or holds weights of another network (<see cref="FaultKind.Input"/>).</exception>
    public static WeightSet Read(string path, NetworkGraph graph, ulong seed, IProgress<string>? notes)
    {
        WeightSet weights = SafetensorsFile.Read(path);
        WeightSet fresh = WeightInitializer.Create(graph, seed);
        string[] replaced = [.. Heads(graph).Where(head => weights.Tensors.TryGetValue(head.Name, out WeightTensor? given) && DiffersInPlanes(given, head)).Select(head => head.Name)];
        if (replaced.Length > 0)
        {
            long planes = weights[replaced[0]].Shape[0];
            weights = new WeightSet(weights.Tensors.SetItems(replaced.Select(name => KeyValuePair.Create(name, fresh[name]))), weights.Metadata);
            notes?.Report($"{path} has {planes} class(es), the recipe {weights[replaced[0]].Shape[0]}: the head is made fresh ({string.Join(", ", replaced)}), all else is taken over");
        }

        var missing = graph.Parameters.Where(parameter => AuxiliaryHeads.IsOwn(parameter.Name) && !weights.Tensors.ContainsKey(parameter.Name)).ToList();
        weights = new WeightSet(weights.Tensors.SetItems(missing.Select(parameter => KeyValuePair.Create(parameter.Name, fresh[parameter.Name]))), weights.Metadata);
        WeightDifferences.Between(graph, weights).ThrowIfAny(path, graph.Name);
        return weights;
    }

    /// <summary>The parameters of the layers that give the outputs.</summary>
    private static IEnumerable<ParameterSpecification> Heads(NetworkGraph graph) => graph.Outputs.SelectMany(output => graph.Nodes[output.Node].Parameters);

    private static bool DiffersInPlanes(WeightTensor given, ParameterSpecification wanted) =>
        given.Shape.Length == wanted.Shape.Length && given.Shape[0] != wanted.Shape[0] && given.Shape.Skip(1).SequenceEqual(wanted.Shape.Skip(1));
}
