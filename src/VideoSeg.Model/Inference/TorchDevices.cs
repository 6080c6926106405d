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
        if (chosen.Kind == DeviceKind.Cuda && chosen.Index >= TorchRuntime.CudaDeviceCount)
        {
            string found = TorchRuntime.CudaIsBuilt
                ? $"{TorchRuntime.CudaDeviceCount} GPUs"
                : "a libtorch that was built without CUDA";
            throw new VideoSegException(FaultKind.Engine, $"expected the device {chosen}, found {found}; choose another --device (cpu always works)");
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
        "bf16" => ScalarType.BFloat16,
        "auto" when device.Kind == DeviceKind.Cuda || TorchRuntime.Bf16IsFast => ScalarType.BFloat16,
        _ => ScalarType.Float32,
    };
}
