using VideoSeg.Model.Compile;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Inference;

/// <summary>
/// The yardstick: the network as it was trained, unrewritten, in float32 on libtorch. Slow; every other engine is tested against it.
/// </summary>
public sealed class ReferenceSegmenter : TorchSegmenter
{
    /// <summary>Name of the engine.</summary>
    public const string Name = "reference";

    /// <summary>Starts the engine; its precision is f32 whatever the options say.</summary>
    /// <exception cref="VideoSegException">The device is unknown (<see cref="FaultKind.Usage"/>) or not there (<see cref="FaultKind.Engine"/>), or heads were chosen of a network that has one (<see cref="FaultKind.Usage"/>).</exception>
    public ReferenceSegmenter(ModelFile model, SegmenterOptions options)
        : this(options.Heads.ForInference(model), options.Device, options.Threads)
    {
    }

    private ReferenceSegmenter(ModelFile model, string device, int threads)
        : base(Name, lanes: 1, () => new TorchEngineSettings(
            model.Metadata, new CompiledNetwork(model.Graph, model.Weights), TorchDevices.Resolve(device), ScalarType.Float32, threads))
    {
    }
}
