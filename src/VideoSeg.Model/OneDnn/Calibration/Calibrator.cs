using VideoSeg.Model.Compile;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.OneDnn.Calibration;

/// <summary>Measures on pictures what a network's values range over, so that it can run in 8 bits.</summary>
public static class Calibrator
{
    /// <summary>Where the calibration of a model lies: beside its weights.</summary>
    public static string PathFor(ModelFile model) => CalibrationFile.PathFor(model.Path);

    /// <summary>
    /// Measures and writes <c>NAME.calibration.safetensors</c> beside the weights, in place of an earlier one: all outputs, so that it holds for every
    /// part of the network too.
    /// </summary>
    /// <param name="model">The weights.</param>
    /// <param name="pictures">Paths of pictures like those that the network will see, best those that it was trained on; never those that it is scored on.</param>
    /// <param name="threads">Processor threads, 0 for the library's own number.</param>
    /// <param name="progress">Told the number of pictures done.</param>
    /// <param name="cancellationToken">Ends it between two pictures; nothing is written then.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="VideoSegException">A picture cannot be read, the file not written, or the network is unknown to the engine.</exception>
    public static async Task<string> RunAsync(
        ModelFile model, IReadOnlyList<string> pictures, int threads, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        var converter = new InputConverter(model.Metadata.InputWidth, model.Metadata.InputHeight);
        var input = new float[converter.Length];
        CompiledNetwork network = NetworkCompiler.Compile(model.Whole.Graph, model.Whole.Weights);
        await using var engine = new EngineThread<RangeMeter>("videoseg calibration", 1, () => new RangeMeter(model.Metadata, network, threads));
        for (int i = 0; i < pictures.Count; i++)
        {
            Convert(converter, ImageFile.Read(pictures[i]), input);
            await engine.RunAsync(
                meter =>
                {
                    meter.Add(input);
                    return true;
                },
                cancellationToken);
            progress?.Report(i + 1);
        }

        ActivationRanges ranges = await engine.RunAsync(meter => meter.Ranges, cancellationToken);
        string path = CalibrationFile.PathFor(model.Path);
        CalibrationFile.Write(path, network, ranges, pictures.Count);
        return path;
    }

    private static unsafe void Convert(InputConverter converter, Picture picture, float[] input)
    {
        fixed (byte* data = picture.Data)
        {
            converter.Convert(picture.AsPlanes(data), input);
        }
    }
}
