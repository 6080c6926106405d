using System.Collections.Immutable;

namespace VideoSeg.Model.Evaluation;

/// <summary>
/// How the probabilities of all pixels of all pictures are spread, those of polyps and those of background apart: what precision-recall and calibration
/// curves are made of, in memory that does not grow with the data set. Not for two threads at a time.
/// </summary>
public sealed class PixelHistogram
{
    /// <summary>Bins of probability, each 0.001 wide.</summary>
    public const int Bins = 1000;

    private readonly long[] _polyp = new long[Bins];
    private readonly long[] _background = new long[Bins];
    private readonly double[] _sum = new double[Bins];

    /// <summary>Pixels so far.</summary>
    public long Pixels { get; private set; }

    /// <summary>Adds pixels.</summary>
    /// <param name="probabilities">Their probabilities, 0 to 1; what is not a number marks nothing, and counts as 0.</param>
    /// <param name="truth">For each, anything but 0 where it is polyp.</param>
    public void Add(ReadOnlySpan<float> probabilities, ReadOnlySpan<byte> truth)
    {
        for (int i = 0; i < probabilities.Length; i++)
        {
            float probability = float.IsNaN(probabilities[i]) ? 0 : probabilities[i];
            int bin = Math.Clamp((int)(probability * Bins), 0, Bins - 1);
            (truth[i] != 0 ? _polyp : _background)[bin]++;
            _sum[bin] += probability;
        }

        Pixels += probabilities.Length;
    }

    /// <summary>
    /// Precision and recall over all pixels together, for thresholds that rise from 0 by 0.001; recall falls on the way. Where nothing is marked
    /// precision is 1. Empty where no pixel is polyp.
    /// </summary>
    public ImmutableArray<PrecisionRecallPoint> PrecisionRecall()
    {
        long polyps = _polyp.Sum(), found = 0, wrong = 0;
        if (polyps == 0)
        {
            return [];
        }

        var points = new PrecisionRecallPoint[Bins];
        for (int bin = Bins - 1; bin >= 0; bin--)
        {
            found += _polyp[bin];
            wrong += _background[bin];
            points[bin] = new((double)bin / Bins, found + wrong == 0 ? 1 : (double)found / (found + wrong), (double)found / polyps);
        }

        return [.. points];
    }

    /// <summary>Average precision: precision weighed by the recall gained at each threshold, from the highest to the lowest; 0 to 1, not a number where no pixel is polyp.</summary>
    public double AveragePrecision()
    {
        ImmutableArray<PrecisionRecallPoint> points = PrecisionRecall();
        double sum = 0, before = 0;
        for (int i = points.Length - 1; i >= 0; i--)
        {
            sum += (points[i].Recall - before) * points[i].Precision;
            before = points[i].Recall;
        }

        return points.IsEmpty ? double.NaN : sum;
    }

    /// <summary>How often pixels of about one probability are polyp.</summary>
    /// <param name="bins">Bins of equal width; a divisor of <see cref="Bins"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none.</exception>
    public ImmutableArray<CalibrationBin> Calibration(int bins = 20)
    {
        if (bins < 1 || Bins % bins != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(bins), bins, $"expected a divisor of {Bins}");
        }

        int width = Bins / bins;
        var result = ImmutableArray.CreateBuilder<CalibrationBin>(bins);
        for (int first = 0; first < Bins; first += width)
        {
            long polyp = 0, all = 0;
            double sum = 0;
            for (int bin = first; bin < first + width; bin++)
            {
                polyp += _polyp[bin];
                all += _polyp[bin] + _background[bin];
                sum += _sum[bin];
            }

            result.Add(new((double)first / Bins, (double)(first + width) / Bins, all, all == 0 ? double.NaN : sum / all, all == 0 ? double.NaN : (double)polyp / all));
        }

        return result.ToImmutable();
    }
}
