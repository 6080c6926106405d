using System.Diagnostics;
using VideoSeg.Model.Torch;

namespace VideoSeg.Bench.Engine.Gpu;

/// <summary>What a GPU reaches when nothing stands in its way: the floors that no network gets below.</summary>
internal static class DeviceRates
{
    private const int Side = 8192;

    private const long CopyBytes = 1L << 30;

    private const int Repeats = 20;

    /// <summary>Operations a second of a large matrix product in a precision (a multiplication and an addition are two), and bytes a second read and written by a copy.</summary>
    public static (double Operations, double Bytes) Measure(Device device, string precision)
    {
        using var scope = TensorScope.Enter();
        using IDisposable inference = Autograd.InferenceMode();
        TorchRuntime.AllowTf32(false);
        ScalarType type = precision switch { "f16" => ScalarType.Float16, "bf16" => ScalarType.BFloat16, _ => ScalarType.Float32 };
        Tensor left = Tensor.Full([Side, Side], 0.01, type, device), right = Tensor.Full([Side, Side], 0.02, type, device);
        Tensor from = Tensor.Zeros([CopyBytes], ScalarType.UInt8, device), to = Tensor.Zeros([CopyBytes], ScalarType.UInt8, device);
        double product = Fastest(device, () => left.Matmul(right).Dispose());
        double copy = Fastest(device, () => to.Copy_(from));
        return (2.0 * Side * Side * Side / product, 2.0 * CopyBytes / copy);
    }

    private static double Fastest(Device device, Action work)
    {
        double fastest = double.MaxValue;
        for (int i = 0; i < Repeats; i++)
        {
            TorchRuntime.Synchronize(device);
            long start = Stopwatch.GetTimestamp();
            work();
            TorchRuntime.Synchronize(device);
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return fastest;
    }
}
