using FsCheck.Fluent;
using VideoSeg.Model.Evaluation;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Evaluation;

public sealed class EvaluationSummaryTests
{
    [Fact]
    public void SizeStrata_AnyShare_IsInExactlyOne() =>
        Prop.ForAll(Gen.Choose(0, 100_000).Select(share => share / 100_000.0).ToArbitrary(), share => SizeStratum.All.Count(stratum => stratum.Contains(share)) == 1)
            .CheckRepeatably(1000);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.0099, 1)]
    [InlineData(0.01, 2)]
    [InlineData(0.05, 3)]
    [InlineData(0.15, 4)]
    [InlineData(1, 4)]
    public void SizeStrata_Boundaries_BelongToTheLarger(double share, int stratum) => Assert.True(SizeStratum.All[stratum].Contains(share));

    [Fact]
    public void Of_MixedPictures_CountsEachInItsStratum()
    {
        EvaluationSummary summary = EvaluationSummary.Of(
        [
            Sample(tp: 4, fp: 0, fn: 0), Sample(tp: 0, fp: 9, fn: 4), Sample(tp: 20, fp: 0, fn: 0), Sample(tp: 0, fp: 0, fn: 0), Sample(tp: 0, fp: 30, fn: 0),
        ]);

        Assert.Equal(["no polyp", "small, 1 to 5 %", "large, from 15 %"], summary.Sizes.Select(size => size.Name));
        Assert.Equal([2, 2, 1], summary.Sizes.Select(size => size.Pictures));
        Assert.Equal([0.5, 0.5, 1], summary.Sizes.Select(size => size.Dice.Mean));
        Assert.Equal([0, 1, 0], summary.Sizes.Select(size => size.Missed));
        Assert.Equal(1, summary.Missed);
        Assert.Equal((2, 1, 0.15, 0.3), (summary.Empty!.Pictures, summary.Empty.Marked, summary.Empty.MeanShare, summary.Empty.LargestShare));
        Assert.InRange(summary.Empty.Rate.Low, 0.05, 0.15);
        Assert.InRange(summary.Empty.Rate.High, 0.85, 0.95);
        Assert.Equal(0.5, summary.Empty!.FalsePositiveRate);
        Assert.Equal(3.0 / 5, summary.Means[0].Mean, 1e-12);
        Assert.False(summary.IsBySequence);
        Assert.Empty(summary.Sequences);
    }

    [Fact]
    public void Of_Sequences_ScoresEachAndDrawsThemWhole()
    {
        EvaluationSummary summary = EvaluationSummary.Of(
        [
            Sample(tp: 10, fp: 0, fn: 0, sequence: 2), Sample(tp: 10, fp: 0, fn: 0, sequence: 2), Sample(tp: 0, fp: 0, fn: 10, sequence: 1), Sample(tp: 0, fp: 0, fn: 10, sequence: 1),
        ]);

        Assert.True(summary.IsBySequence);
        Assert.Equal(["1", "2"], summary.Sequences.Select(sequence => sequence.Name));
        Assert.Equal([0, 1], summary.Sequences.Select(sequence => sequence.Dice.Mean));
        Assert.All(summary.Sequences, sequence => Assert.True(double.IsNaN(sequence.Dice.Low), "frames of one sequence are no independent evidence"));
        Assert.Equal(new ScoreInterval(0.5, 0, 1), summary.Means[0]);
        Assert.Null(summary.Empty);
    }

    [Fact]
    public void Of_MaskWithoutClassesAmongOthers_ScoresThoseThatHoldThem()
    {
        SampleScores with = Sample(tp: 10, fp: 0, fn: 0) with { Classes = [new(10, 0, 0, 90), new(0, 0, 0, 100)] };

        EvaluationSummary summary = EvaluationSummary.Of([with, with, Sample(tp: 5, fp: 0, fn: 5)], classes: ["one", "two"]);

        Assert.Equal(2, summary.ClassPictures);
        Assert.Equal([(1.0, 2), (1.0, 0)], summary.Classes.Select(c => (c.Dice.Mean, c.Present)));
        Assert.Equal([1.0, double.NaN], summary.Classes.Select(c => c.PresentDice.Mean));
    }

    private static SampleScores Sample(int tp, int fp, int fn, int? sequence = null)
    {
        var counts = new ConfusionCounts(tp, fp, fn, 100 - tp - fp - fn);
        return new SampleScores("p", 10, 10, counts, ImageScores.From(counts)) { Sequence = sequence };
    }
}
