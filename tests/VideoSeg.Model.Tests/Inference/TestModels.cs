using System.Collections.Immutable;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Tests.Inference;

/// <summary>Networks with random weights at a small input size.</summary>
internal static class TestModels
{
    /// <summary>ResUNet++.</summary>
    public static ModelFile Create(int width = 40, int height = 32, params string[] classes) => Create(ResUNetPlusPlus.Name, width, height, classes);

    /// <summary>Any architecture.</summary>
    public static ModelFile Create(string architecture, int width, int height, params string[] classes)
    {
        ImmutableArray<string> names = classes.Length == 0 ? ["polyp"] : [.. classes];
        NetworkGraph graph = ArchitectureCatalog.Build(architecture, names.Length);
        var metadata = new ModelMetadata { Name = "test", Architecture = architecture, InputWidth = width, InputHeight = height, Classes = names };
        return new("test.safetensors", metadata, graph, RandomWeights.Create(graph, 3).WithMetadata(metadata.ToDictionary()));
    }
}
