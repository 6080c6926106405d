namespace VideoSeg.Model.Evaluation;

/// <summary>
/// Intervals of shares, as of polyps that were found. The bootstrap of 3 of 3 is a point, as if nothing else were possible; that of E. B. Wilson ("Probable
/// inference, the law of succession, and statistical inference", Journal of the American Statistical Association 22, 1927) is not. Where things belong
/// together in several groups the interval reaches as far as this and the bootstrap of the groups together.
/// </summary>
public static class ShareInterval
{
    /// <summary>The share of those that hold something.</summary>
    /// <param name="holds">For each, whether it does.</param>
    /// <param name="groups">For each what it belongs to; null where each stands alone.</param>
    /// <param name="options">How sure, and how groups are drawn.</param>
    public static ScoreInterval Of(IReadOnlyList<bool> holds, IReadOnlyList<int>? groups = null, BootstrapOptions? options = null)
    {
        options ??= new BootstrapOptions();
        if (holds.Count == 0)
        {
            return new(double.NaN, double.NaN, double.NaN);
        }

        ScoreInterval wilson = Wilson(holds.Count(one => one), holds.Count, Quantile((1 + options.Confidence) / 2));
        ScoreInterval drawn = groups is null ? wilson : Bootstrap.Interval(holds.Select(one => one ? 1.0 : 0), groups, options);
        return double.IsNaN(drawn.Low) ? wilson : wilson with { Low = Math.Min(wilson.Low, drawn.Low), High = Math.Max(wilson.High, drawn.High) };
    }

    private static ScoreInterval Wilson(int holding, int all, double z)
    {
        double share = (double)holding / all, scale = 1 + (z * z / all);
        double centre = (share + (z * z / (2 * all))) / scale;
        double half = z / scale * Math.Sqrt((share * (1 - share) / all) + (z * z / (4.0 * all * all)));
        return new(share, holding == 0 ? 0 : centre - half, holding == all ? 1 : centre + half);
    }

    /// <summary>Quantile of the normal distribution above its middle, by halving.</summary>
    private static double Quantile(double probability)
    {
        (double low, double high) = (0, 10);
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Normal(middle) < probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>The normal distribution at a place from 0 on, by Simpson's rule.</summary>
    private static double Normal(double z)
    {
        const int steps = 200;
        double sum = 0, width = z / steps;
        for (int i = 0; i <= steps; i++)
        {
            double x = i * width;
            sum += (i is 0 or steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-x * x / 2);
        }

        return 0.5 + (sum * width / 3 / Math.Sqrt(2 * Math.PI));
    }
}
