using VideoSeg.Model.Compile;
using VideoSeg.Model.Inference.Cuda;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Inference;

/// <summary>
/// The engine for GPUs: the compiled network on libtorch in f16, bf16 or f32, channels last, recorded as CUDA graphs for 1, 2, 4, 8 and 16 pictures, in
/// several lanes on each GPU, so that copies of one overlap the computing of another. All is recorded before the constructor returns.
/// </summary>
public sealed class CudaSegmenter : EngineSegmenter
{
    /// <summary>Name of the engine.</summary>
    public const string Name = "cuda";

    /// <summary>Starts the engine.</summary>
    /// <exception cref="VideoSegException">
    /// There is no such GPU, or it fails (<see cref="FaultKind.Engine"/>), the device is unknown, or heads were chosen of a network that has one
    /// (<see cref="FaultKind.Usage"/>).
    /// </exception>
    public CudaSegmenter(ModelFile model, SegmenterOptions options)
        : this(new LaneMaker(() => Settings(options.Heads.ForInference(model), options), device => new CudaQueue(device)))
    {
    }

    /// <summary>Starts the engine on any kind of lanes.</summary>
    internal CudaSegmenter(LaneMaker lanes)
        : base(Name, info => info.Lanes, lanes.Create)
    {
    }

    private static CudaEngineSettings Settings(ModelFile model, SegmenterOptions options)
    {
        DeviceSet devices = TorchDevices.ResolveGpus(options.Device);
        ScalarType type = options.Precision == "auto" ? ScalarType.Float16 : Precisions.TypeOf(options.Precision);
        TorchRuntime.SetCudnnBenchmark(true);
        if (type == ScalarType.Float32)
        {
            // f32 says that no bits are missing.
            TorchRuntime.AllowTf32(false);
        }

        return new CudaEngineSettings(
            model.Metadata, NetworkCompiler.CompileForGpu(model.Graph, model.Weights), devices, type, options.LanesOnGpu,
            options.Precision == "auto" ? "a GPU is fastest with it" : "");
    }
}
