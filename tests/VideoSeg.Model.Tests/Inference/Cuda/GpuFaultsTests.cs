using VideoSeg.Model.Inference.Cuda;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Inference.Cuda;

public sealed class GpuFaultsTests
{
    private static readonly GpuFaults.Found Sound = new(IsBuilt: true, HasDriver: true, new(13, 1), new(13, 0), Count: 2);

    private static readonly (GpuFaults.Found Found, string[] Parts)[] Cases =
    [
        (Sound with { IsBuilt = false, Count = 0 }, ["built without CUDA", "docs/gpu.md"]),
        (Sound with { IsBuilt = false, HasDriver = false, Count = 0 }, ["neither NVIDIA's driver nor a libtorch with CUDA", "docs/gpu.md"]),
        (Sound with { HasDriver = false, Driver = new(0, 0), Count = 0 }, ["no driver of NVIDIA's"]),
        (Sound with { Driver = new(12, 4), Count = 0 }, ["CUDA 13.0", "12.4 at most", "newer driver"]),
        (Sound with { Count = 0 }, ["no GPU that CUDA can use", "CUDA_VISIBLE_DEVICES"]),
        (Sound with { Count = 1 }, ["cuda:1", "the last of which is cuda:0"]),
    ];

    [Fact]
    public void Missing_WhereTheGpuCannotBeUsed_SaysWhatWasExpectedAndFound_AndWhatToDo() => Assert.All(Cases, it =>
    {
        string? fault = GpuFaults.Missing(1, it.Found);
        Assert.NotNull(fault);
        Assert.StartsWith("expected ", fault, StringComparison.Ordinal);
        Assert.Contains("cpu", fault, StringComparison.Ordinal);
        Assert.All(it.Parts, part => Assert.Contains(part, fault, StringComparison.Ordinal));
    });

    [Fact]
    public void Missing_WhereTheGpuIsThere_IsNothing() => Assert.Null(GpuFaults.Missing(1, Sound));

    [Fact]
    public void Explain_OfAFaultThatTheDeviceSurvives_IsTheFault()
    {
        var fault = new VideoSegException(FaultKind.Engine, "mine");
        Assert.Same(fault, GpuFaults.Explain(Device.Cpu, fault));
    }

    [Fact]
    public void Found_OnAGpu_IsSound()
    {
        Gpu.Require();
        GpuFaults.Found found = GpuFaults.Found.Here();
        Assert.True(found is { IsBuilt: true, Count: > 0 } && found.Driver >= found.Runtime, found.ToString());
        Assert.Null(GpuFaults.Missing(0, found));
        GpuFaults.RequireSound(Device.Cuda());
    }
}
