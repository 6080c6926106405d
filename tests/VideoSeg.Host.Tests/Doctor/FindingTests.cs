using VideoSeg.Host.Doctor;
using VideoSeg.Model;
using Xunit;

namespace VideoSeg.Host.Tests.Doctor;

public sealed class FindingTests
{
    [Fact]
    public void Look_WhatCannotBeLookedAt_IsAFindingAndNoException()
    {
        Assert.Equal(new Finding("a", FindingState.Missing, "not there"), Finding.Look("a", () => throw new VideoSegException(FaultKind.Engine, "not there")));
        Assert.Equal(new Finding("a", FindingState.Warning, "IOException: odd"), Finding.Look("a", () => throw new IOException("odd"), FindingState.Warning));
        Assert.Contains("--build", Finding.Look("a", () => throw new EntryPointNotFoundException()).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LookAsync_Cancelled_ThrowsOn() =>
        await Assert.ThrowsAsync<OperationCanceledException>(() => Finding.LookAsync("a", () => throw new OperationCanceledException()));

    [Theory]
    [InlineData("2147483647", "passive", "OMP_NUM_THREADS: expected 1 to")]
    [InlineData("0", "passive", "OMP_NUM_THREADS: expected 1 to")]
    [InlineData(null, "PASSIVE", "OMP_NUM_THREADS: expected 1 to")]
    [InlineData("1", "active", "OMP_WAIT_POLICY: expected passive")]
    [InlineData("1", null, "OMP_WAIT_POLICY: expected passive")]
    [InlineData("1", "passive", null)]
    public void OpenMp_Settings_AreJudged(string? threads, string? policy, string? advice)
    {
        Finding finding = ProcessorSection.OpenMp(threads, policy);
        Assert.Equal(advice is null ? FindingState.Ok : FindingState.Warning, finding.State);
        Assert.StartsWith(advice ?? "", finding.Advice ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Instructions_OfOldAndNewProcessors_AreToldAndJudged()
    {
        string[] lines = ["processor\t: 0", "model name\t: A: 1", "flags\t\t: fpu avx2 fma avx512f avx512bw avx512vl avx512_bf16", "physical id\t: 0", "core id\t: 0", "",
            "processor\t: 1", "physical id\t: 0", "core id\t: 0", "processor\t: 2", "physical id\t: 1", "core id\t: 0"];
        CpuInfo cpu = CpuInfo.Parse(lines);
        Assert.Equal(("A: 1", 3, 2), (cpu.Model, cpu.Threads, cpu.Cores));
        Assert.Equal(Finding.Of("instructions", "AVX2, AVX-512, AVX512-BF16"), ProcessorSection.Instructions(cpu));
        Assert.Equal(FindingState.Warning, ProcessorSection.Instructions(CpuInfo.Parse(["flags : fpu sse2"])).State);
    }

    [Theory]
    [InlineData("a b", FindingState.Ok, "a, b")]
    [InlineData("a", FindingState.Warning, "a; not b")]
    [InlineData("b", FindingState.Missing, "b; not a")]
    [InlineData("", FindingState.Missing, "none; not a, b")]
    internal void Codecs_SomeMissing_AreToldAndJudged(string there, FindingState state, string found)
    {
        Finding finding = CodecSection.Judge("encoders", ["a", "b"], there.Split(' ').Contains, needed: "a");
        Assert.Equal((state, found), (finding.State, finding.Found));
    }

    [Fact]
    public void Place_ReadOnlyOrFull_IsAWarning()
    {
        Assert.Equal(FindingState.Warning, PlaceSection.Judge("here", "/proc").State);
        Assert.Contains("cannot be written to", PlaceSection.Judge("here", "/proc").Found, StringComparison.Ordinal);
    }
}
