using VideoSeg.Model.Cuda;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Cuda;

public sealed class CudaKernelsTests
{
    public static TheoryData<string> Places => KernelMemory.Places;

    [Fact]
    public void Shared_NotInstalled_SaysHowToGetThem()
    {
        Assert.SkipWhen(CudaKernels.AreInstalled, "there are CUDA kernels, so nothing is missing");

        var e = Assert.Throws<VideoSegException>(() => CudaKernels.Shared);

        Assert.Equal(FaultKind.Engine, e.Kind);
        Assert.Contains("nvcc", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromFile_AnotherLibrary_IsRefused()
    {
        string other = Repository.At("artifacts", "native", "libvideoseg_image.so");
        Assert.Contains("ABI", Assert.Throws<VideoSegException>(() => CudaKernels.FromFile(other)).Message, StringComparison.Ordinal);

        using var folder = new TemporaryFolder();
        string text = Path.Combine(folder.Path, "lib.so");
        File.WriteAllText(text, "no library");
        Assert.Contains("does not load", Assert.Throws<VideoSegException>(() => CudaKernels.FromFile(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void CheckDevice_BelowZero_IsABug(string place)
    {
        using var memory = new KernelMemory(place);
        Assert.Equal(place == "host", memory.Kernels.AreForHost);
        Assert.Throws<InvalidOperationException>(() => memory.Kernels.CheckDevice(-1));
    }
}
