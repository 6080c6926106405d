namespace VideoSeg.Model.Evaluation;

/// <summary>Pixels of about one probability.</summary>
/// <param name="From">Lowest probability.</param>
/// <param name="Below">The probability from which the next bin begins.</param>
/// <param name="Pixels">How many there are.</param>
/// <param name="MeanProbability">Their mean probability; not a number where there are none.</param>
/// <param name="PolypShare">Share of them that is polyp in truth, 0 to 1; not a number where there are none.</param>
public readonly record struct CalibrationBin(double From, double Below, long Pixels, double MeanProbability, double PolypShare)
{
    /// <summary>
    /// Expected calibration error: how far probability and truth lie apart on average over the pixels of some bins (C. Guo et al., "On calibration of
    /// modern neural networks", ICML 2017); not a number where there are no pixels.
    /// </summary>
    public static double ExpectedError(IEnumerable<CalibrationBin> bins)
    {
        double sum = 0;
        long pixels = 0;
        foreach (CalibrationBin bin in bins)
        {
            if (bin.Pixels > 0)
            {
                sum += bin.Pixels * Math.Abs(bin.MeanProbability - bin.PolypShare);
                pixels += bin.Pixels;
            }
        }

        return pixels == 0 ? double.NaN : sum / pixels;
    }
}
