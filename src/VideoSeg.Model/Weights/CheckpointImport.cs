using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;

namespace VideoSeg.Model.Weights;

/// <summary>Turns somebody's weights of an architecture that is known here, a PyTorch checkpoint or a safetensors file, into weights for this program.</summary>
public static class CheckpointImport
{
    /// <summary>Reads the checkpoint and checks every name, shape and value against the architecture.</summary>
    /// <param name="path">A file of <c>torch.save</c>, or one that ends in <c>.safetensors</c>, whose metadata does not count.</param>
    /// <param name="metadata">What the result says about itself; its architecture and classes are what the checkpoint must fit.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="VideoSegException">
    /// The architecture is unknown or the input size does not suit it (<see cref="FaultKind.Usage"/>); the file cannot be read or holds
    /// something else (<see cref="FaultKind.Input"/>).
    /// </exception>
    public static WeightSet Read(string path, ModelMetadata metadata, CancellationToken cancellationToken = default)
    {
        NetworkGraph graph = ArchitectureCatalog.Build(metadata.Architecture, metadata.Classes.Length);
        graph.CheckSize(metadata.InputHeight, metadata.InputWidth);
        WeightSet weights = TorchFile.KindOf(path) == TorchFileKind.None && IsSafetensors(path)
            ? WithoutPrefix(SafetensorsFile.Read(path))
            : PyTorchCheckpoint.Read(path, cancellationToken);
        WeightDifferences.Between(graph, weights).ThrowIfAny(path, $"{metadata.Architecture} with {metadata.Classes.Length} class names");
        return weights.WithMetadata(metadata.ToDictionary());
    }

    private static bool IsSafetensors(string path) => Path.GetExtension(path).Equals(".safetensors", StringComparison.OrdinalIgnoreCase);

    private static WeightSet WithoutPrefix(WeightSet weights)
    {
        int prefix = ParallelPrefix.LengthIn(weights.Tensors.Keys);
        return prefix == 0 ? weights : new(weights.Tensors.Select(pair => KeyValuePair.Create(pair.Key[prefix..], pair.Value)));
    }
}
