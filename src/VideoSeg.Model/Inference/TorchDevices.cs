using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Inference;

/// <summary>What <see cref="SegmenterOptions"/> mean on this machine. Asks libtorch: call on the engine's thread.</summary>
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

    public static ScalarType ResolveComputeType(string precision, Device device) => precision switch
    {
        "bf16" => ScalarType.BFloat16,
        "auto" when device.Kind == DeviceKind.Cuda || TorchRuntime.Bf16IsFast => ScalarType.BFloat16,
        _ => ScalarType.Float32,
    };
}
