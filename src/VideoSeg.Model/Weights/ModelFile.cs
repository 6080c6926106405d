using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;

namespace VideoSeg.Model.Weights;

/// <summary>A file of weights that was opened: what it says about itself, its network and its weights, checked against each other.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="Metadata">What it says about itself.</param>
/// <param name="Graph">The network of its architecture and classes.</param>
/// <param name="Weights">The weights, which fit the network.</param>
public sealed record ModelFile(string Path, ModelMetadata Metadata, NetworkGraph Graph, WeightSet Weights) : INetworkFile
{
    /// <summary>Where the shipped weights lie, below the program's folder or the repository's root.</summary>
    public const string ShippedPath = "models/resunetpp-kvasir.safetensors";

    private readonly ModelFile? _whole;

    /// <summary>The model as it was opened, where this is a part of it (<see cref="Inference.HeadChoice"/>); else this one.</summary>
    public ModelFile Whole
    {
        get => _whole ?? this;
        init => _whole = value;
    }

    /// <summary>Opens <paramref name="path"/>, or the shipped weights if it is null or empty.</summary>
    /// <exception cref="VideoSegException">The file is missing or no model of this program (<see cref="FaultKind.Input"/>).</exception>
    public static ModelFile Open(string? path)
    {
        string file = Find(path);
        WeightSet weights = SafetensorsFile.Read(file);
        ModelMetadata metadata = Describe(weights, file);
        NetworkGraph graph = ArchitectureCatalog.Build(metadata.Architecture, metadata.Classes.Length);
        WeightDifferences.Between(graph, weights).ThrowIfAny(file, metadata.Architecture);
        if (metadata.InputWidth % graph.SizeMultiple != 0 || metadata.InputHeight % graph.SizeMultiple != 0)
        {
            throw new VideoSegException(FaultKind.Input,
                $"{file}: expected input_width and input_height that are multiples of {graph.SizeMultiple}, found {metadata.InputWidth} x {metadata.InputHeight}");
        }

        return new(file, metadata, graph, weights);
    }

    /// <summary>What <paramref name="path"/>, or the shipped file, says about itself, without its weights: these are neither read nor checked.</summary>
    /// <exception cref="VideoSegException">The file is missing or no model of this program (<see cref="FaultKind.Input"/>).</exception>
    public static ModelMetadata ReadMetadata(string? path)
    {
        string file = Find(path);
        return Describe(new WeightSet([], SafetensorsFile.ReadMetadata(file)), file);
    }

    /// <summary>Its path: a record's own text would hold all weights, and <see cref="Whole"/> without end.</summary>
    public override string ToString() => Path;

    private static string Find(string? path)
    {
        string file = System.IO.Path.GetFullPath(string.IsNullOrEmpty(path) ? FindShipped() : path);
        TorchFile.RequireNone(file, TorchFile.KindOf(file));
        return file;
    }

    private static ModelMetadata Describe(WeightSet weights, string file)
    {
        ModelMetadata metadata = ModelMetadata.Read(weights, file);
        return ArchitectureCatalog.Contains(metadata.Architecture)
            ? metadata
            : throw new VideoSegException(FaultKind.Input,
                $"{file}: expected weights of an architecture that is known here ({string.Join(", ", ArchitectureCatalog.Names)}), found \"{WeightFiles.Printable(metadata.Architecture)}\"");
    }

    private static string FindShipped()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            string path = System.IO.Path.Combine(folder, ShippedPath);
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new VideoSegException(FaultKind.Input,
            $"expected the shipped weights {ShippedPath} beside the program ({AppContext.BaseDirectory}) or in a folder above it, found none; name a file with --model");
    }
}
