namespace VideoSeg.Model.Evaluation;

/// <summary>What was marked in pictures that show no polyp, and should have stayed empty.</summary>
/// <param name="Pictures">How many there are.</param>
/// <param name="Marked">In how many of them something was marked.</param>
/// <param name="MeanShare">Mean share of such a picture that was marked, 0 to 1, over all of them.</param>
/// <param name="LargestShare">The largest share of one of them.</param>
public sealed record EmptyPictures(int Pictures, int Marked, double MeanShare, double LargestShare)
{
    /// <summary>Share of them in which something was marked, 0 to 1; not a number where there are none.</summary>
    public double FalsePositiveRate => Pictures == 0 ? double.NaN : (double)Marked / Pictures;

    /// <summary>The same with its interval (<see cref="ShareInterval"/>), by sequences where there are some.</summary>
    public required ScoreInterval Rate { get; init; }

    /// <summary>Among samples; null where each of them shows a polyp.</summary>
    public static EmptyPictures? Among(IEnumerable<SampleScores> samples, BootstrapOptions? options = null)
    {
        List<SampleScores> empty = [.. samples.Where(s => s.IsEmpty)];
        double[] shares = [.. empty.Select(s => s.MarkedShare)];
        return shares.Length == 0 ? null : new(shares.Length, shares.Count(share => share > 0), shares.Average(), shares.Max())
        {
            Rate = ShareInterval.Of([.. shares.Select(share => share > 0)], SampleScores.Groups(empty), options),
        };
    }
}
