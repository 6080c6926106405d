using VideoSeg.Model.Compile;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inference.Cuda;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Tests.Inference.Cuda;

/// <summary>The engine for GPUs with its lanes on the processor.</summary>
internal static class LaneRig
{
    /// <summary>Two "devices", both the processor: libtorch gives numbers of it no meaning.</summary>
    public static DeviceSet TwoDevices { get; } = new([Device.Cpu, new Device(DeviceKind.Cpu, 1)]);

    /// <summary>Starts it.</summary>
    /// <param name="model">The network.</param>
    /// <param name="queues">Gets the lanes' queues.</param>
    /// <param name="lanes">Lanes on each device.</param>
    /// <param name="type">Type of the arithmetic.</param>
    /// <param name="devices">Default: one.</param>
    /// <param name="queue">Makes a queue; default: a sound one.</param>
    public static CudaSegmenter Start(
        ModelFile model, List<ProcessorQueue> queues, int lanes = 1, ScalarType type = ScalarType.Float32, DeviceSet? devices = null, Func<Device, ProcessorQueue>? queue = null)
    {
        CompiledNetwork network = NetworkCompiler.CompileForGpu(model.Graph, model.Weights);
        var settings = new CudaEngineSettings(model.Metadata, network, devices ?? new DeviceSet([Device.Cpu]), type, lanes);
        return new CudaSegmenter(new LaneMaker(() => settings, device =>
        {
            TorchRuntime.SetThreads(1);
            queues.Add(queue?.Invoke(device) ?? new ProcessorQueue(device));
            return queues[^1];
        }));
    }
}
