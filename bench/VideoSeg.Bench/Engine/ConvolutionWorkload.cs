using VideoSeg.Model.Inference;
using VideoSeg.Model.OneDnn;
using VideoSeg.Model.Weights;

namespace VideoSeg.Bench.Engine;

/// <summary>
/// The convolutions of the compiled network and nothing else, in the CPU engine's own layouts, once for each picture: what the network would take if
/// all the rest cost nothing.
/// </summary>
internal sealed class ConvolutionWorkload(ModelFile model, SegmenterOptions options, int batch) : IWorkload
{
    /// <summary>Name among the engines.</summary>
    public const string Name = "convolutions";

    private readonly ConvolutionsAlone _convolutions = new(model, options);

    /// <inheritdoc/>
    public string Description => $"convolutions alone, {_convolutions.Precision}";

    /// <inheritdoc/>
    public TimeSpan Run()
    {
        TimeSpan time = TimeSpan.Zero;
        for (int i = 0; i < batch; i++)
        {
            time += _convolutions.Run();
        }

        return time;
    }

    /// <inheritdoc/>
    public void Dispose() => _convolutions.Dispose();
}
