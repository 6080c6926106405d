using System.Collections.Immutable;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Tests.Inference;

/// <summary>ResUNet++ with random weights at a small input size.</summary>
internal static class TestModels
{
    public static ModelFile Create(int width = 40, int height = 32, params string[] classes)
    {
        ImmutableArray<string> names = classes.Length == 0 ? ["polyp"] : [.. classes];
        NetworkGraph graph = ResUNetPlusPlus.Build(names.Length);
        var metadata = new ModelMetadata { Name = "test", InputWidth = width, InputHeight = height, Classes = names };
        return new("test.safetensors", metadata, graph, RandomWeights.Create(graph, 3).WithMetadata(metadata.ToDictionary()));
    }
}
