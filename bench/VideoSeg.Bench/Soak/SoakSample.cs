using System.Globalization;
using VideoSeg.Host.Commands;

namespace VideoSeg.Bench.Soak;

/// <summary>What the process holds at one moment.</summary>
/// <param name="Frames">Frames delivered by then.</param>
/// <param name="ResidentMegabytes">Resident memory, in millions of bytes.</param>
/// <param name="HeapMegabytes">Managed memory after the last collection, in millions of bytes.</param>
/// <param name="Handles">Native handles of all kinds, those idle in pools included.</param>
/// <param name="AllocatedBytes">Managed memory allocated since the start, in bytes.</param>
internal sealed record SoakSample(long Frames, double ResidentMegabytes, double HeapMegabytes, long Handles, long AllocatedBytes)
{
    /// <summary>Looks now.</summary>
    public static SoakSample Take(long frames) => new(
        frames, Environment.WorkingSet / 1e6, GC.GetGCMemoryInfo().HeapSizeBytes / 1e6, HandleAudit.CountAlive(), GC.GetTotalAllocatedBytes());

    /// <summary>Bytes allocated for each frame since <paramref name="earlier"/>.</summary>
    public double AllocatedPerFrame(SoakSample earlier) => (AllocatedBytes - earlier.AllocatedBytes) / (double)Math.Max(Frames - earlier.Frames, 1);

    /// <summary>One line of the table.</summary>
    public string ToText(SoakSample earlier) => string.Create(CultureInfo.InvariantCulture,
        $"{Frames,10} {ResidentMegabytes,12:0.0} {HeapMegabytes,12:0.0} {Handles,8} {AllocatedPerFrame(earlier),14:0}");
}
