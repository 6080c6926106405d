using System.ComponentModel.DataAnnotations;
using FsCheck;
using FsCheck.Fluent;
using VideoSeg.Model.Evaluation;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Evaluation;

public sealed class BootstrapTests
{
    [Fact]
    public void Interval_NoughtAndOne_SpansWhatTwoDrawsCanGive() =>
        // A quarter of all resamples is twice the 0, another twice the 1: both ends lie within the outer 2.5 %.
        Assert.Equal(new ScoreInterval(0.5, 0, 1), Bootstrap.Interval([0, 1]));

    [Fact]
    public void Interval_ManyPictures_IsThatOfTheNormalDistribution()
    {
        double[] values = [.. Enumerable.Range(0, 400).Select(i => i / 399.0)];
        double error = Math.Sqrt(values.Sum(v => (v - 0.5) * (v - 0.5)) / 400 / 400);

        ScoreInterval interval = Bootstrap.Interval(values, options: new BootstrapOptions { Resamples = 20_000 });

        Assert.Equal(0.5 - (1.96 * error), interval.Low, 0.05 * error);
        Assert.Equal(0.5 + (1.96 * error), interval.High, 0.05 * error);
    }

    [Fact]
    public void Interval_FramesOfTwoSequences_IsAsWideAsThatOfTwoPictures()
    {
        double[] values = [.. Enumerable.Repeat(0.2, 50), .. Enumerable.Repeat(0.8, 50)];
        int[] groups = [.. Enumerable.Repeat(7, 50), .. Enumerable.Repeat(3, 50)];

        ScoreInterval together = Bootstrap.Interval(values, groups), alone = Bootstrap.Interval(values);

        Assert.Equal(0.2, together.Low, 1e-12);
        Assert.Equal(0.8, together.High, 1e-12);
        Assert.InRange(alone.Low, 0.4, 0.5);
    }

    [Fact]
    public void Interval_SequencesOfDifferentLength_WeighsEachPictureTheSame()
    {
        // Both sequences, or one of them twice: (0 + 3 x 1) / 4, 0 / 2 or 6 / 6.
        ScoreInterval interval = Bootstrap.Interval([0, 1, 1, 1], [1, 2, 2, 2], new BootstrapOptions { Confidence = 0.2 });
        Assert.Equal(new ScoreInterval(0.75, 0.75, 0.75), interval);
    }

    [Fact]
    public void Intervals_AnyValues_HoldTheMeanAndComeAgain() =>
        Prop.ForAll(Values(), values =>
        {
            int[] alone = [.. Enumerable.Range(0, values.Length)];
            ScoreInterval interval = Bootstrap.Interval(values);
            return interval.Low <= interval.Mean + 1e-12 && interval.Mean <= interval.High + 1e-12
                && interval.Low >= values.Min() - 1e-12 && interval.High <= values.Max() + 1e-12
                && interval == Bootstrap.Interval(values, alone)
                && interval == Bootstrap.Intervals([values, values])[1];
        }).CheckRepeatably();

    [Fact]
    public void Interval_NoPicture_IsNoNumber() => Assert.Equal(new ScoreInterval(double.NaN, double.NaN, double.NaN), Bootstrap.Interval([]));

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Interval_OnePictureOrOneSequence_HasAMeanAndNoInterval(int pictures)
    {
        ScoreInterval interval = Bootstrap.Interval(Enumerable.Repeat(0.8, pictures), [.. Enumerable.Repeat(3, pictures)]);
        Assert.Equal(0.8, interval.Mean, 1e-12);
        Assert.True(double.IsNaN(interval.Low) && double.IsNaN(interval.High));
    }

    [Fact]
    public void Intervals_OptionOutOfRange_IsRefused() =>
        Assert.Throws<ValidationException>(() => Bootstrap.Interval([1, 2], options: new BootstrapOptions { Resamples = 0 }));

    [Theory]
    [InlineData(3, 3, 0.4385, 1)]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    public void ShareInterval_Few_IsThatOfWilson(int holding, int all, double low, double high)
    {
        ScoreInterval interval = ShareInterval.Of([.. Enumerable.Range(0, all).Select(i => i < holding)]);
        Assert.Equal((double)holding / all, interval.Mean);
        Assert.Equal(low, interval.Low, 1e-4);
        Assert.Equal(high, interval.High, 1e-4);
    }

    [Fact]
    public void ShareInterval_Sequences_IsAtLeastAsWideAsThatOfTheSequences()
    {
        // Two sequences of twenty, one found wholly, one not at all.
        bool[] holds = [.. Enumerable.Range(0, 40).Select(i => i < 20)];
        Assert.Equal(new ScoreInterval(0.5, 0, 1), ShareInterval.Of(holds, [.. Enumerable.Range(0, 40).Select(i => i / 20)]));
        Assert.InRange(ShareInterval.Of(holds).Low, 0.3, 0.4);
    }

    [Fact]
    public void Intervals_RowsOfDifferentLength_AreABug() => Assert.Throws<ArgumentException>(() => Bootstrap.Intervals([[1, 2], [1]]));

    private static Arbitrary<double[]> Values() => Gen.Choose(0, 1000).Select(v => v / 1000.0).ArrayOf().Where(values => values.Length > 1).ToArbitrary();
}
