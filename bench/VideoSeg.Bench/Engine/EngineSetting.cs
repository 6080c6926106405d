using System.Runtime.InteropServices;
using VideoSeg.Model.Images;
using VideoSeg.Model.Onnx;
using VideoSeg.Model.Weights;

namespace VideoSeg.Bench.Engine;

/// <summary>What all engines are given alike, in files that lie there before any of them starts.</summary>
/// <param name="ModelPath">The weights.</param>
/// <param name="OnnxPath">The same network as ONNX, with all sizes fixed.</param>
/// <param name="PicturePath">The picture at the network's size, RGB of 8 bits; a batch is that many times the same.</param>
/// <param name="InputPath">The batch as float32 [batch, 3, height, width].</param>
/// <param name="Height">Height of the network's input.</param>
/// <param name="Width">Width of the network's input.</param>
/// <param name="Threads">Threads an operation is spread over.</param>
/// <param name="Batch">Pictures at once.</param>
internal sealed record EngineSetting(
    string ModelPath, string OnnxPath, string PicturePath, string InputPath, int Height, int Width, int Threads, int Batch)
{
    /// <summary>Writes the files into <paramref name="folder"/>, which the caller deletes.</summary>
    public static EngineSetting Create(ModelFile model, Picture picture, int threads, int batch, string folder)
    {
        var setting = new EngineSetting(
            model.Path, Path.Combine(folder, "network.onnx"), Path.Combine(folder, "picture.rgb"), Path.Combine(folder, "input.f32"), picture.Height, picture.Width, threads, batch);
        OnnxExporter.Write(setting.OnnxPath, model, new OnnxExportOptions { Batch = batch, Size = (picture.Height, picture.Width) });
        File.WriteAllBytes(setting.PicturePath, picture.Data);
        using FileStream input = File.Create(setting.InputPath);
        float[] planes = SamplePicture.ToPlanes(picture);
        for (int i = 0; i < batch; i++)
        {
            input.Write(MemoryMarshal.AsBytes(planes.AsSpan()));
        }

        return setting;
    }
}
