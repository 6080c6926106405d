using VideoSeg.Model.OneDnn.Lowering;

namespace VideoSeg.Model.OneDnn;

/// <summary>Which precision is the fastest on a processor.</summary>
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

    /// <summary>
    /// Channels that lie together in f32, 0 for channels last: oneDNN's convolutions for AVX2 and less take half the time of blocks of 8.
    /// </summary>
    public static int ChannelBlock(string instructions) => KeepsBFloat16(instructions) ? 0 : 8;

    /// <summary>
    /// The fastest precision that keeps the accuracy, and why: 8 bits wherever the weights are calibrated. Without VNNI too: with AVX2 they take half of
    /// the time of f32.
    /// </summary>
    /// <param name="instructions">oneDNN's name of the instructions in use.</param>
    /// <param name="isCalibrated">Whether the weights have been calibrated for 8 bits.</param>
    public static (EnginePrecision Precision, string Reason) Choose(string instructions, bool isCalibrated)
    {
        if (isCalibrated)
        {
            string how = HasInt8(instructions) ? "multiplies them at once" : "is faster with them than with longer ones";
            return (EnginePrecision.Int8, $"the weights are calibrated for 8 bits, and this processor {how} ({instructions})");
        }

        const string uncalibrated = "; the weights are not calibrated for 8 bits (videoseg model calibrate)";
        return HasBFloat16(instructions)
            ? (EnginePrecision.BFloat16, $"this processor multiplies bf16 at once ({instructions}){uncalibrated}")
            : (EnginePrecision.Float32, $"this processor multiplies no shorter floating-point numbers at once ({instructions}){uncalibrated}");
    }
}
