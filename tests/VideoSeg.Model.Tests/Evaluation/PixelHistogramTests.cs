using System.Collections.Immutable;
using FsCheck.Fluent;
using VideoSeg.Model.Evaluation;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Evaluation;

public sealed class PixelHistogramTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(2000)]
    public void Calibration_BinsThatDoNotDivide_AreRefused(int bins) => Assert.Throws<ArgumentOutOfRangeException>(() => new PixelHistogram().Calibration(bins));

    [Fact]
    public void Add_NotANumber_CountsAsNought()
    {
        PixelHistogram histogram = Of([float.NaN, 0.9f], [255, 255]);
        Assert.Equal(0, histogram.Calibration()[0].MeanProbability);
        Assert.Equal(0.5, histogram.PrecisionRecall()[500].Recall);
    }

    [Fact]
    public void PrecisionRecall_FourPixels_IsAsByHand()
    {
        PixelHistogram histogram = Of([0.9f, 0.7f, 0.4f, 0.1f], [255, 0, 255, 0]);

        ImmutableArray<PrecisionRecallPoint> points = histogram.PrecisionRecall();

        Assert.Equal(new PrecisionRecallPoint(0, 0.5, 1), points[0]);
        Assert.Equal(new PrecisionRecallPoint(0.2, 2.0 / 3, 1), points[200]);
        Assert.Equal(new PrecisionRecallPoint(0.5, 0.5, 0.5), points[500]);
        Assert.Equal(new PrecisionRecallPoint(0.8, 1, 0.5), points[800]);
        Assert.Equal(new PrecisionRecallPoint(0.95, 1, 0), points[950]);

        // Half of the polyp at precision 1, the other half at two of three.
        Assert.Equal((0.5 * 1) + (0.5 * 2 / 3), histogram.AveragePrecision(), 1e-12);
    }

    [Fact]
    public void PrecisionRecall_AnyPixels_RecallFallsAndAllIsWithinBounds() =>
        Prop.ForAll(Pixels(), pixels =>
        {
            PixelHistogram histogram = Of([.. pixels.Select(p => p.Probability)], [.. pixels.Select(p => p.Truth)]);
            ImmutableArray<PrecisionRecallPoint> points = histogram.PrecisionRecall();
            return points.Zip(points.Skip(1), (a, b) => a.Recall >= b.Recall).All(holds => holds)
                && points.All(p => p is { Precision: >= 0 and <= 1, Recall: >= 0 and <= 1 })
                && (points.IsEmpty ? double.IsNaN(histogram.AveragePrecision()) : histogram.AveragePrecision() is >= 0 and <= 1 + 1e-12);
        }).CheckRepeatably();

    [Fact]
    public void Calibration_AnyPixels_CountsEachOnce() =>
        Prop.ForAll(Pixels(), pixels =>
        {
            ImmutableArray<CalibrationBin> bins = Of([.. pixels.Select(p => p.Probability)], [.. pixels.Select(p => p.Truth)]).Calibration();
            return bins.Sum(bin => bin.Pixels) == pixels.Length
                && bins.All(bin => bin.Pixels == 0 || (bin.MeanProbability >= bin.From - 1e-6 && bin.MeanProbability <= bin.Below + 1e-6));
        }).CheckRepeatably();

    [Fact]
    public void ExpectedError_ProbabilitiesThatSayTheTruth_IsNought()
    {
        // Of four pixels at 0.25 one is polyp, of four at 0.75 three.
        PixelHistogram histogram = Of([0.25f, 0.25f, 0.25f, 0.25f, 0.75f, 0.75f, 0.75f, 0.75f, 0, 1], [255, 0, 0, 0, 255, 255, 255, 0, 0, 255]);
        Assert.Equal(0, CalibrationBin.ExpectedError(histogram.Calibration()), 1e-12);
    }

    [Fact]
    public void ExpectedError_TooSure_IsTheMeanDistance()
    {
        // Three pixels at 0.875 of which one is polyp, one at 0.125 that is none.
        PixelHistogram histogram = Of([0.875f, 0.875f, 0.875f, 0.125f], [255, 0, 0, 0]);
        Assert.Equal(((3 * (0.875 - (1.0 / 3))) + 0.125) / 4, CalibrationBin.ExpectedError(histogram.Calibration()), 1e-12);
    }

    [Fact]
    public void ExpectedError_NoPixel_IsNoNumber() => Assert.Equal(double.NaN, CalibrationBin.ExpectedError(new PixelHistogram().Calibration()));

    private static PixelHistogram Of(float[] probabilities, byte[] truth)
    {
        var histogram = new PixelHistogram();
        histogram.Add(probabilities, truth);
        return histogram;
    }

    private static FsCheck.Arbitrary<(float Probability, byte Truth)[]> Pixels() =>
        Gen.Choose(0, 1000).Select(p => p / 1000f).Zip(Gen.Elements((byte)0, (byte)255), (p, t) => (p, t)).ArrayOf().Where(pixels => pixels.Length > 0).ToArbitrary();
}
