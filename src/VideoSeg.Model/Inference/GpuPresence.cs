using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Inference;

/// <summary>Whether a network is to run on a GPU. Asks libtorch, which takes long to load, only where there may be one.</summary>
internal static class GpuPresence
{
    private const string Driver = "/proc/driver/nvidia/version";

    /// <summary>Whether NVIDIA's driver is loaded.</summary>
    public static bool HasDriver => File.Exists(Driver);

    /// <summary>Whether the device is a GPU, or <c>auto</c> and there is one.</summary>
    public static bool IsWanted(string device) => device switch
    {
        "cpu" => false,
        "auto" => HasDriver && TorchRuntime.CudaIsAvailable,
        _ => true,
    };
}
