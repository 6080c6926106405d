using System.Globalization;

namespace VideoSeg.Host.Doctor;

/// <summary>The processor, and how the native libraries share it.</summary>
internal static class ProcessorSection
{
    private static readonly (string Name, string[] Flags)[] Features =
    [
        ("AVX2", ["avx2", "fma"]),
        ("AVX-512", ["avx512f", "avx512bw", "avx512vl"]),
        ("AVX512-VNNI", ["avx512_vnni"]),
        ("AVX512-BF16", ["avx512_bf16"]),
        ("AMX-INT8", ["amx_int8"]),
        ("AMX-BF16", ["amx_bf16"]),
    ];

    public static Section Look() => new("processor",
    [
        Finding.Look("model", () => Model(CpuInfo.Read()), FindingState.Warning),
        Finding.Look("instructions", () => Instructions(CpuInfo.Read()), FindingState.Warning),
        OpenMp(Environment.GetEnvironmentVariable("OMP_NUM_THREADS"), Environment.GetEnvironmentVariable("OMP_WAIT_POLICY")),
    ]);

    /// <summary>Judges the instructions that fast code needs.</summary>
    public static Finding Instructions(CpuInfo cpu)
    {
        string[] found = [.. Features.Where(feature => feature.Flags.All(cpu.Flags.Contains)).Select(feature => feature.Name)];
        return Finding.Of("instructions", found.Length == 0 ? "neither AVX2 nor AVX-512" : string.Join(", ", found),
            found.Contains("AVX2") ? null : "A processor with AVX2 is several times faster.");
    }

    /// <summary>Judges the settings of OpenMP, which the launcher makes.</summary>
    public static Finding OpenMp(string? threads, string? policy)
    {
        var faults = new List<string>();
        if (!int.TryParse(threads, CultureInfo.InvariantCulture, out int number) || number < 1 || number > Environment.ProcessorCount)
        {
            faults.Add($"OMP_NUM_THREADS: expected 1 to {Environment.ProcessorCount}.");
        }

        if (!string.Equals(policy, "passive", StringComparison.OrdinalIgnoreCase))
        {
            faults.Add("OMP_WAIT_POLICY: expected passive, lest threads that wait take the processor from those that work.");
        }

        return Finding.Of("OpenMP", $"OMP_NUM_THREADS={threads ?? "(unset)"}, OMP_WAIT_POLICY={policy ?? "(unset)"}",
            faults.Count == 0 ? null : $"{string.Join(' ', faults)} The launcher ./videoseg sets what is unset.");
    }

    private static Finding Model(CpuInfo cpu) => Finding.Of("model",
        $"{cpu.Model}; {Environment.ProcessorCount} of {cpu.Threads} hardware threads may be used ({cpu.Cores} {(cpu.Cores == 1 ? "core" : "cores")})");
}
