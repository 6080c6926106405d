using VideoSeg.Model.Torch;
using Xunit;

namespace VideoSeg.TestKit;

/// <summary>The GPU that some tests need. Where there is none they are skipped, with a reason that begins with <see cref="SkipReason"/>.</summary>
public static class Gpu
{
    /// <summary>How the reason of a test that was skipped for want of a GPU begins.</summary>
    public const string SkipReason = "needs an NVIDIA GPU";

    /// <summary>Skips the test where there is no GPU to use, or fewer than <paramref name="count"/>.</summary>
    public static void Require(int count = 1)
    {
        string found = !TorchRuntime.CudaIsBuilt ? "this libtorch is without CUDA" : $"CUDA finds {TorchRuntime.CudaDeviceCount}";
        Assert.SkipUnless(TorchRuntime.CudaDeviceCount >= count, count == 1 ? $"{SkipReason}: {found}" : $"{SkipReason}, {count} of them: {found}");
    }
}
