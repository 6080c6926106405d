using VideoSeg.Model.Architectures;
using VideoSeg.Model.Weights;

namespace VideoSeg.TestKit;

/// <summary>A model file of the real architecture that has learnt nothing: for tests of what lies around the network.</summary>
public static class RandomModel
{
    /// <summary>Writes one; a small input (a multiple of 16) makes it quick.</summary>
    public static string Write(string path, int size = 64, ulong seed = 1)
    {
        var metadata = new ModelMetadata { Name = "random", InputWidth = size, InputHeight = size };
        SafetensorsFile.Write(path, WeightInitializer.Create(ResUNetPlusPlus.Build(), seed).WithMetadata(metadata.ToDictionary()));
        return path;
    }
}
