using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;

namespace VideoSeg.Model.Weights;

/// <summary>Turns somebody's PyTorch checkpoint of an architecture that is known here into weights for this program.</summary>
public static class CheckpointImport
{
    /// <summary>Reads the checkpoint and checks every name, shape and value against the architecture.</summary>
    /// <param name="path">A file of <c>torch.save</c>.</param>
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
        WeightSet weights = PyTorchCheckpoint.Read(path, cancellationToken);
        WeightDifferences.Between(graph, weights).ThrowIfAny(path, $"{metadata.Architecture} with {metadata.Classes.Length} class names");
        return weights.WithMetadata(metadata.ToDictionary());
    }
}
