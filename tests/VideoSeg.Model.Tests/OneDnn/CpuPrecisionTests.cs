using VideoSeg.Model.OneDnn;
using VideoSeg.Model.OneDnn.Lowering;
using Xunit;

namespace VideoSeg.Model.Tests.OneDnn;

public sealed class CpuPrecisionTests
{
    [Theory]
    [InlineData("sse41", true, EnginePrecision.Int8)]
    [InlineData("avx2", true, EnginePrecision.Int8)]
    [InlineData("avx2", false, EnginePrecision.Float32)]
    [InlineData("avx512_core", true, EnginePrecision.Int8)]
    [InlineData("avx2_vnni", true, EnginePrecision.Int8)]
    [InlineData("avx512_core_vnni", false, EnginePrecision.Float32)]
    [InlineData("avx512_core_bf16", false, EnginePrecision.BFloat16)]
    [InlineData("avx512_core_bf16", true, EnginePrecision.Int8)]
    [InlineData("avx512_core_amx", true, EnginePrecision.Int8)]
    public void Choose_TakesEightBitsWhereTheyAreCalibratedElseTheShortestMultiplied(string instructions, bool isCalibrated, object expected)
    {
        (EnginePrecision precision, string reason) = CpuPrecision.Choose(instructions, isCalibrated);
        Assert.Equal(expected, precision);
        Assert.Contains(instructions, reason, StringComparison.Ordinal);
        Assert.Equal(!isCalibrated, reason.Contains("model calibrate", StringComparison.Ordinal));
    }
}
