using System.Runtime.InteropServices;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Weights;

namespace VideoSeg.Bench.Engine.Gpu;

/// <summary>What all engines are given alike on a GPU, in files that lie there before any of them starts.</summary>
/// <param name="ModelPath">The weights.</param>
/// <param name="GraphPath">The network that they are of, as <see cref="GraphJson"/>.</param>
/// <param name="PicturePath">The picture at the network's size, RGB of 8 bits; a batch is that many times the same.</param>
/// <param name="InputPath">The picture as float32 [3, height, width].</param>
/// <param name="Device">The GPU.</param>
/// <param name="Batch">Pictures at once.</param>
internal sealed record GpuSetting(string ModelPath, string GraphPath, string PicturePath, string InputPath, string Device, int Batch)
{
    /// <summary>Writes the files into <paramref name="folder"/>, which the caller deletes.</summary>
    public static GpuSetting Create(ModelFile model, Picture picture, string device, string folder)
    {
        var setting = new GpuSetting(
            model.Path, Path.Combine(folder, "graph.json"), Path.Combine(folder, "picture.rgb"), Path.Combine(folder, "input.f32"), device, 1);
        File.WriteAllText(setting.GraphPath, GraphJson.Of(new HeadChoice(null, null).ForInference(model).Graph, picture.Height, picture.Width).ToJsonString());
        File.WriteAllBytes(setting.PicturePath, picture.Data);
        File.WriteAllBytes(setting.InputPath, MemoryMarshal.AsBytes(SamplePicture.ToPlanes(picture).AsSpan()).ToArray());
        return setting;
    }
}
