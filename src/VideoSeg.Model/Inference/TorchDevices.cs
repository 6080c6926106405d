using VideoSeg.Model.Inference.Cuda;
using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Inference;

/// <summary>What the options of a segmenter or a training run mean on this machine. Asks libtorch: call on the thread that computes.</summary>
internal static class TorchDevices
{
    public static Device Resolve(string device)
    {
        if (device == "auto")
        {
            return TorchRuntime.CudaIsAvailable ? Device.Cuda() : Device.Cpu;
        }

        Device chosen = Device.Parse(device);
        GpuFaults.Require(chosen);
        return chosen;
    }

    /// <summary>The GPUs that are meant; for <c>auto</c> the first.</summary>
    /// <exception cref="VideoSegException">One of them is not there (<see cref="FaultKind.Engine"/>), or there are none.</exception>
    public static DeviceSet ResolveGpus(string device)
    {
        DeviceSet chosen = device == "auto" ? new DeviceSet([Device.Cuda()]) : DeviceSet.Parse(device);
        if (chosen.IsAll)
        {
            GpuFaults.Require(Device.Cuda());
            return new DeviceSet([.. Enumerable.Range(0, TorchRuntime.CudaDeviceCount).Select(Device.Cuda)]);
        }

        foreach (Device gpu in chosen.Devices)
        {
            GpuFaults.Require(gpu);
        }

        return chosen;
    }

    /// <summary>Spreads the CPU operations of the calling thread over <paramref name="threads"/> threads; 0 leaves libtorch's own number.</summary>
    public static void UseThreads(int threads)
    {
        if (threads > 0)
        {
            TorchRuntime.SetThreads(threads);
        }
    }

    public static ScalarType ResolveComputeType(string precision, Device device) => precision switch
    {
        "f16" when device.Kind == DeviceKind.Cpu => throw new VideoSegException(FaultKind.Usage, "f16 is for GPUs, found none to use; use --precision bf16 or f32 on processors"),
        "f16" or "bf16" => Precisions.TypeOf(precision),
        "auto" when device.Kind == DeviceKind.Cuda || TorchRuntime.Bf16IsFast => ScalarType.BFloat16,
        _ => ScalarType.Float32,
    };
}
