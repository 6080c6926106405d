using System.Globalization;

namespace VideoSeg.Model.Inference;

/// <summary>How many threads a network may use.</summary>
public static class ProcessorThreads
{
    /// <summary>The number asked for; for 0 what <c>OMP_NUM_THREADS</c> says, else one for each processor.</summary>
    public static int Of(int threads) =>
        threads > 0 ? threads
        : int.TryParse(Environment.GetEnvironmentVariable("OMP_NUM_THREADS"), NumberStyles.None, CultureInfo.InvariantCulture, out int set) && set > 0 ? set
        : Environment.ProcessorCount;
}
