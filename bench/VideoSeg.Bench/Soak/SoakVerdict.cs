using System.Globalization;

namespace VideoSeg.Bench.Soak;

/// <summary>Whether memory, handles and allocations stay flat once a run is warm.</summary>
internal static class SoakVerdict
{
    /// <summary>Frames until everything is warm: pools filled, code compiled.</summary>
    public const int WarmUpFrames = 1000;

    /// <summary>Fewest samples after that which allow a judgement.</summary>
    public const int FewestSamples = 8;

    /// <summary>The rule in words.</summary>
    public const string Rule =
        "Flat: from the first to the last quarter of the samples after the first 1,000 frames the median grows by no more than 3 % or 16 MB of resident\n" +
        "memory (whichever is more), 64 native handles (frames and tensors on their way), 20 % or 1,024 bytes of allocations a frame (whichever is more).";

    /// <summary>What grows, a sentence each; empty: nothing.</summary>
    public static IReadOnlyList<string> Judge(IReadOnlyList<SoakSample> samples)
    {
        SoakSample[] warm = [.. samples.Where(sample => sample.Frames >= WarmUpFrames)];
        if (warm.Length < FewestSamples)
        {
            return [$"expected at least {FewestSamples} samples after {WarmUpFrames} frames, found {warm.Length}: run more frames, or look more often (--interval)"];
        }

        var faults = new List<string>();
        Compare("resident memory (MB)", warm, i => warm[i].ResidentMegabytes, 0.03, 16, faults);
        Compare("native handles", warm, i => warm[i].Handles, 0, 64, faults);
        Compare("allocated bytes a frame", warm[1..], i => warm[i + 1].AllocatedPerFrame(warm[i]), 0.2, 1024, faults);
        return faults;
    }

    private static void Compare(string what, SoakSample[] samples, Func<int, double> value, double share, double slack, List<string> faults)
    {
        int quarter = Math.Max(samples.Length / 4, 1);
        double first = Median(Enumerable.Range(0, quarter).Select(value)), last = Median(Enumerable.Range(samples.Length - quarter, quarter).Select(value));
        if (last - first > Math.Max(first * share, slack))
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: {first:0.0} in the first quarter, {last:0.0} in the last"));
        }
    }

    private static double Median(IEnumerable<double> values) => Files.FileResult.Median(values);
}
