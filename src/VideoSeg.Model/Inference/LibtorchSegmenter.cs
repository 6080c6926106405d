using VideoSeg.Model.Compile;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Inference;

/// <summary>
/// The plain engine on libtorch: batch normalisation folded into the convolutions, bf16 where it is fast.
/// </summary>
public sealed class LibtorchSegmenter : TorchSegmenter
{
    /// <summary>Name of the engine.</summary>
    public const string Name = "libtorch";

    /// <summary>Starts the engine.</summary>
    /// <exception cref="VideoSegException">
    /// The device is unknown (<see cref="FaultKind.Usage"/>) or not there (<see cref="FaultKind.Engine"/>), or heads were chosen of a network that has one (<see cref="FaultKind.Usage"/>).
    /// </exception>
    public LibtorchSegmenter(ModelFile model, SegmenterOptions options)
        : this(options.Heads.ForInference(model), options, options.LanesOnProcessor)
    {
    }

    private LibtorchSegmenter(ModelFile model, SegmenterOptions options, int lanes)
        : this(() =>
        {
            Device device = TorchDevices.Resolve(options.Device);
            return new TorchEngineSettings(
                model.Metadata,
                FoldBatchNorm.Apply(new CompiledNetwork(model.Graph, model.Weights)),
                device,
                TorchDevices.ResolveComputeType(options.Precision, device),
                options.ThreadsOfALane);
        }, lanes)
    {
    }

    /// <summary>Starts the engine with any network.</summary>
    internal LibtorchSegmenter(Func<TorchEngineSettings> resolve, int lanes = 1)
        : base(Name, lanes, resolve)
    {
    }
}
