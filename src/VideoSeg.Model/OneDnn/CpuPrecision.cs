using VideoSeg.Model.OneDnn.Lowering;

namespace VideoSeg.Model.OneDnn;

/// <summary>Which precision a processor really accelerates.</summary>
internal static class CpuPrecision
{
    /// <summary>The name on command lines.</summary>
    public static string NameOf(EnginePrecision precision) => precision switch
    {
        EnginePrecision.Int8 => "int8",
        EnginePrecision.BFloat16 => "bf16",
        _ => "f32",
    };

    /// <summary>Whether it multiplies numbers of 8 bits four at a time (VNNI).</summary>
    public static bool HasInt8(string instructions) =>
        instructions is "avx2_vnni" or "avx512_core_vnni" or "avx512_core_bf16" or "avx512_core_amx";

    /// <summary>Whether it multiplies bfloat16.</summary>
    public static bool HasBFloat16(string instructions) => instructions is "avx512_core_bf16" or "avx512_core_amx";

    /// <summary>Whether oneDNN can keep values in bfloat16, if not multiply them at once: from AVX-512 on.</summary>
    public static bool KeepsBFloat16(string instructions) => instructions.StartsWith("avx512", StringComparison.Ordinal);

    /// <summary>The largest weight of 8 bits: without VNNI pairs of products are added in 16 bits, which 2 x 255 x 63 fits and more would not.</summary>
    public static int WeightLevels(string instructions) => HasInt8(instructions) ? 127 : 63;

    /// <summary>The fastest precision that the processor accelerates, and why.</summary>
    /// <param name="instructions">oneDNN's name of the instructions in use.</param>
    /// <param name="isCalibrated">Whether the weights have been calibrated for 8 bits.</param>
    public static (EnginePrecision Precision, string Reason) Choose(string instructions, bool isCalibrated)
    {
        if (HasInt8(instructions) && isCalibrated)
        {
            return (EnginePrecision.Int8, $"the weights are calibrated for 8 bits, and this processor multiplies them at once ({instructions})");
        }

        string uncalibrated = HasInt8(instructions) ? "; the weights are not calibrated for 8 bits (videoseg model calibrate)" : "";
        return HasBFloat16(instructions)
            ? (EnginePrecision.BFloat16, $"this processor multiplies bf16 at once ({instructions}){uncalibrated}")
            : (EnginePrecision.Float32, $"this processor multiplies no shorter numbers at once ({instructions}){uncalibrated}");
    }
}
