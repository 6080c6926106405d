using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Inference.Cuda;

/// <summary>What a person is told when a GPU cannot be used, or fails.</summary>
internal static class GpuFaults
{
    /// <summary>What was found where a GPU was expected.</summary>
    /// <param name="IsBuilt">Whether this build has CUDA.</param>
    /// <param name="HasDriver">Whether NVIDIA's driver is loaded.</param>
    /// <param name="Driver">The newest CUDA that the driver can do; 0.0: it says nothing.</param>
    /// <param name="Runtime">The CUDA that this build uses.</param>
    /// <param name="Count">GPUs that CUDA can use.</param>
    internal readonly record struct Found(bool IsBuilt, bool HasDriver, Version Driver, Version Runtime, int Count)
    {
        /// <summary>On this machine.</summary>
        public static Found Here()
        {
            bool isBuilt = TorchRuntime.CudaIsBuilt;
            (Version driver, Version runtime) = isBuilt ? TorchRuntime.CudaVersions : (new(0, 0), new(0, 0));
            return new(isBuilt, GpuPresence.HasDriver, driver, runtime, TorchRuntime.CudaDeviceCount);
        }
    }

    /// <summary>Why GPU number <paramref name="index"/> cannot be used, and what to do; null if it can.</summary>
    public static string? Missing(int index, Found found) => found switch
    {
        { IsBuilt: false, HasDriver: true } =>
            $"expected the device cuda:{index}, found a libtorch that was built without CUDA; build against one with CUDA (docs/gpu.md), or choose --device cpu",
        { IsBuilt: false } =>
            $"expected the device cuda:{index}, found neither NVIDIA's driver nor a libtorch with CUDA; install both (docs/gpu.md), or choose --device cpu",
        { HasDriver: false, Count: 0 } =>
            $"expected the device cuda:{index}, found no driver of NVIDIA's; install it, or let the container see the GPU, or choose --device cpu",
        { Count: 0 } when found.Driver < found.Runtime =>
            $"expected a driver for CUDA {found.Runtime}, which this libtorch uses, found one for CUDA {found.Driver} at most; install a newer driver or a libtorch for an older CUDA, or choose --device cpu",
        { Count: 0 } =>
            $"expected the device cuda:{index}, found a driver but no GPU that CUDA can use; see what nvidia-smi and CUDA_VISIBLE_DEVICES say, or choose --device cpu",
        _ when index >= found.Count =>
            $"expected the device cuda:{index}, found {found.Count} GPUs, the last of which is cuda:{found.Count - 1}; choose another --device (cpu always works)",
        _ => null,
    };

    /// <summary>Makes sure that a GPU is there.</summary>
    /// <exception cref="VideoSegException">It is not (<see cref="FaultKind.Engine"/>).</exception>
    public static void Require(Device device)
    {
        if (device.Kind == DeviceKind.Cuda && Missing(device.Index, Found.Here()) is { } fault)
        {
            throw new VideoSegException(FaultKind.Engine, fault);
        }
    }

    /// <summary>Makes sure that this process can still use a GPU: some faults take the process's hold on it away for good.</summary>
    /// <exception cref="VideoSegException">It cannot (<see cref="FaultKind.Engine"/>).</exception>
    public static void RequireSound(Device device)
    {
        try
        {
            TorchRuntime.Synchronize(device);
        }
        catch (TorchException e)
        {
            throw Lost(device, e);
        }
    }

    /// <summary>A fault of work on a GPU, for people, once nothing runs there any more. Where memory was short, what is only kept is given back to the driver.</summary>
    public static Exception Explain(Device device, Exception fault)
    {
        try
        {
            TorchRuntime.Synchronize(device);
            if (fault.InnerException is InsufficientMemoryException)
            {
                TorchRuntime.CudaEmptyCache();
            }

            return fault;
        }
        catch (TorchException e)
        {
            return Lost(device, e);
        }
    }

    private static VideoSegException Lost(Device device, TorchException e) => new(FaultKind.Engine,
        $"{device} failed in a way that this process cannot recover from ({FirstLine(e.Message)}): no network can be made on it any more until the program is restarted", e);

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd('.', ' ');
}
