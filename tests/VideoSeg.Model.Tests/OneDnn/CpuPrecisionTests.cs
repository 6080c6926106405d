using VideoSeg.Model.OneDnn;
using VideoSeg.Model.OneDnn.Lowering;
using Xunit;

namespace VideoSeg.Model.Tests.OneDnn;

public sealed class CpuPrecisionTests
{
    [Theory]
    [InlineData("avx2", true, EnginePrecision.Float32)]
    [InlineData("avx512_core", true, EnginePrecision.Float32)]
    [InlineData("avx2_vnni", true, EnginePrecision.Int8)]
    [InlineData("avx512_core_vnni", false, EnginePrecision.Float32)]
    [InlineData("avx512_core_bf16", false, EnginePrecision.BFloat16)]
    [InlineData("avx512_core_bf16", true, EnginePrecision.Int8)]
    [InlineData("avx512_core_amx", true, EnginePrecision.Int8)]
    public void Choose_TakesTheShortestThatTheProcessorMultiplies(string instructions, bool isCalibrated, object expected)
    {
        (EnginePrecision precision, string reason) = CpuPrecision.Choose(instructions, isCalibrated);
        Assert.Equal(expected, precision);
        Assert.Contains(instructions, reason, StringComparison.Ordinal);
        Assert.Equal(!isCalibrated && CpuPrecision.HasInt8(instructions), reason.Contains("model calibrate", StringComparison.Ordinal));
    }
}
