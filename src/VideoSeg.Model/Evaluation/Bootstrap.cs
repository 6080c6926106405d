using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using VideoSeg.Model.Randomness;

namespace VideoSeg.Model.Evaluation;

/// <summary>
/// Intervals of means by the percentile bootstrap (B. Efron, R. Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13): the pictures are
/// drawn anew, as many as there are and with replacement, and the interval holds the middle share of the means. Where pictures belong together, as
/// frames of one sequence do, the groups are drawn, for their pictures are no independent evidence (A. C. Davison, D. V. Hinkley, "Bootstrap Methods and
/// their Application", 1997, section 3.8).
/// </summary>
public static class Bootstrap
{
    /// <summary>The mean and the interval of each row of values; all rows are drawn alike. Of one picture, or one group, there is a mean but no interval.</summary>
    /// <param name="rows">One row a score, each with one value a picture.</param>
    /// <param name="groups">For each picture what it belongs to; null where each stands alone.</param>
    /// <param name="options">How often to draw, and from what.</param>
    /// <exception cref="ArgumentException">The rows, or the groups, differ in length.</exception>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public static ImmutableArray<ScoreInterval> Intervals(IReadOnlyList<double[]> rows, IReadOnlyList<int>? groups = null, BootstrapOptions? options = null)
    {
        options ??= new BootstrapOptions();
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        int pictures = rows.Count == 0 ? 0 : rows[0].Length;
        if (rows.Any(row => row.Length != pictures) || (groups is not null && groups.Count != pictures))
        {
            throw new ArgumentException($"expected {pictures} values in every row, and as many groups", nameof(rows));
        }

        if (pictures == 0)
        {
            return [.. rows.Select(_ => new ScoreInterval(double.NaN, double.NaN, double.NaN))];
        }

        (double[][] sums, int[] counts) = Sum(rows, groups, pictures);
        if (counts.Length < 2)
        {
            // Drawn anew, one picture or one sequence is always itself: that interval would be a point, and say that the mean is certain.
            return [.. rows.Select(row => new ScoreInterval(row.Average(), double.NaN, double.NaN))];
        }

        double[][] means = Resample(sums, counts, options);
        double tail = (1 - options.Confidence) / 2;
        return [.. rows.Select((row, i) =>
        {
            Array.Sort(means[i]);
            return new ScoreInterval(row.Average(), Quantile(means[i], tail), Quantile(means[i], 1 - tail));
        })];
    }

    /// <summary>The interval of one score.</summary>
    public static ScoreInterval Interval(IEnumerable<double> values, IReadOnlyList<int>? groups = null, BootstrapOptions? options = null) =>
        Intervals([[.. values]], groups, options)[0];

    /// <summary>For each row the sum in each group, and the groups' sizes.</summary>
    private static (double[][] Sums, int[] Counts) Sum(IReadOnlyList<double[]> rows, IReadOnlyList<int>? groups, int pictures)
    {
        if (groups is null)
        {
            return ([.. rows], [.. Enumerable.Repeat(1, pictures)]);
        }

        var places = new Dictionary<int, int>();
        foreach (int group in groups)
        {
            places.TryAdd(group, places.Count);
        }

        double[][] sums = [.. rows.Select(_ => new double[places.Count])];
        int[] counts = new int[places.Count];
        for (int i = 0; i < pictures; i++)
        {
            int place = places[groups[i]];
            counts[place]++;
            for (int row = 0; row < sums.Length; row++)
            {
                sums[row][place] += rows[row][i];
            }
        }

        return (sums, counts);
    }

    private static double[][] Resample(double[][] sums, int[] counts, BootstrapOptions options)
    {
        double[][] means = [.. sums.Select(_ => new double[options.Resamples])];
        int[] drawn = new int[counts.Length];
        for (int resample = 0; resample < options.Resamples; resample++)
        {
            var random = new KeyedRandom(options.Seed, resample);
            long count = 0;
            for (int i = 0; i < drawn.Length; i++)
            {
                drawn[i] = random.NextInt(counts.Length);
                count += counts[drawn[i]];
            }

            for (int row = 0; row < sums.Length; row++)
            {
                double sum = 0;
                foreach (int place in drawn)
                {
                    sum += sums[row][place];
                }

                means[row][resample] = sum / count;
            }
        }

        return means;
    }

    /// <summary>Linear between the sorted values, of which the first is the quantile 0 and the last the quantile 1.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = Math.Min((int)place, sorted.Length - 1), above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
