using System.Runtime.InteropServices;
using System.Text;
using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

/// <summary>What libtorch runs on, and its settings.</summary>
public static class TorchRuntime
{
    private const int TextCapacity = 256;

    /// <summary>Version of the libtorch that the native library was built against, such as <c>1.13.0</c>.</summary>
    public static unsafe string Version
    {
        get
        {
            TorchNative.EnsureLoaded();
            byte* buffer = stackalloc byte[TextCapacity];
            TorchNative.Check(TorchNative.GetVersion(buffer, TextCapacity));
            return Text(buffer);
        }
    }

    /// <summary>Whether the native library was built with CUDA, GPU or not.</summary>
    public static bool CudaIsBuilt
    {
        get
        {
            TorchNative.EnsureLoaded();
            TorchNative.Check(TorchNative.CudaIsBuilt(out int built));
            return built != 0;
        }
    }

    /// <summary>Whether there is a GPU to use.</summary>
    public static bool CudaIsAvailable => CudaDeviceCount > 0;

    /// <summary>Number of GPUs to use; 0 without CUDA.</summary>
    public static int CudaDeviceCount
    {
        get
        {
            TorchNative.EnsureLoaded();
            TorchNative.Check(TorchNative.CudaDeviceCount(out int count));
            return count;
        }
    }

    /// <summary>Whether this processor multiplies bfloat16 in hardware (AVX512_BF16 or AMX): only then bf16 is faster than f32.</summary>
    public static bool Bf16IsFast
    {
        get
        {
            TorchNative.EnsureLoaded();
            TorchNative.Check(TorchNative.HasFastBf16(out int fast));
            return fast != 0;
        }
    }

    /// <summary>Name of GPU <paramref name="index"/>.</summary>
    public static unsafe string CudaDeviceName(int index)
    {
        TorchNative.EnsureLoaded();
        byte* buffer = stackalloc byte[TextCapacity];
        TorchNative.Check(TorchNative.CudaDeviceName(index, buffer, TextCapacity));
        return Text(buffer);
    }

    /// <summary>The newest CUDA that the driver can do (0.0 where there is no driver) and the CUDA of this build. Needs a build with CUDA, but no GPU.</summary>
    public static (System.Version Driver, System.Version Runtime) CudaVersions
    {
        get
        {
            TorchNative.EnsureLoaded();
            TorchNative.Check(TorchNative.CudaVersions(out int driver, out int runtime));
            return (new(driver / 1000, driver % 1000 / 10), new(runtime / 1000, runtime % 1000 / 10));
        }
    }

    /// <summary>Memory of GPU <paramref name="index"/>.</summary>
    public static CudaMemory CudaMemory(int index)
    {
        TorchNative.EnsureLoaded();
        TorchNative.Check(TorchNative.CudaMemory(index, out long free, out long total, out long allocated, out long reserved));
        return new CudaMemory(free, total, allocated, reserved);
    }

    /// <summary>Gives GPU memory that libtorch keeps for reuse back to the driver.</summary>
    public static void CudaEmptyCache()
    {
        TorchNative.EnsureLoaded();
        TorchNative.Check(TorchNative.CudaEmptyCache());
    }

    /// <summary>Sets how many threads a CPU operation is spread over. OpenMP keeps the number for each thread: call it on the one that computes.</summary>
    public static void SetThreads(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        TorchNative.EnsureLoaded();
        TorchNative.Check(TorchNative.SetThreads(threads));
    }

    /// <summary>How many threads a CPU operation called here is spread over.</summary>
    public static int GetThreads()
    {
        TorchNative.EnsureLoaded();
        TorchNative.Check(TorchNative.GetThreads(out int threads));
        return threads;
    }

    /// <summary>
    /// Whether the memory of large CPU tensors is kept when they are freed, for the next of about that size: saves training the time that the
    /// system takes to map and clear the same gigabytes at each step, and holds on to the peak. Off by default; switching it off gives back what
    /// is kept.
    /// </summary>
    public static void KeepFreedMemory(bool enabled = true)
    {
        TorchNative.EnsureLoaded();
        TorchNative.Check(TorchNative.KeepFreedMemory(enabled ? 1 : 0));
    }

    /// <summary>Gives back the memory that <see cref="KeepFreedMemory"/> holds, and goes on keeping what is freed from now on.</summary>
    public static void ReleaseFreedMemory()
    {
        KeepFreedMemory(false);
        KeepFreedMemory();
    }

    /// <summary>Whether cuDNN times its algorithms for each new shape and keeps the fastest: for shapes that stay the same. Needs CUDA.</summary>
    public static void SetCudnnBenchmark(bool enabled)
    {
        TorchNative.EnsureLoaded();
        TorchNative.Check(TorchNative.SetCudnnBenchmark(enabled ? 1 : 0));
    }

    /// <summary>Whether float32 convolutions and matrix products may round their inputs to 10 bits of mantissa. Needs CUDA.</summary>
    public static void AllowTf32(bool allowed)
    {
        TorchNative.EnsureLoaded();
        TorchNative.Check(TorchNative.AllowTf32(allowed ? 1 : 0));
    }

    /// <summary>Waits until all work queued on the device has ended; on the CPU nothing is ever queued.</summary>
    public static void Synchronize(Device device)
    {
        if (device.Kind == DeviceKind.Cuda)
        {
            TorchNative.EnsureLoaded();
            TorchNative.Check(TorchNative.CudaSynchronize(device.Index));
        }
    }

    private static unsafe string Text(byte* buffer) => Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer));
}
