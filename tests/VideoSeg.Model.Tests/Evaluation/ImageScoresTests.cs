using VideoSeg.Model.Evaluation;
using Xunit;

namespace VideoSeg.Model.Tests.Evaluation;

public sealed class ImageScoresTests
{
    [Fact]
    public void From_Counts_FollowsTheDefinitions()
    {
        ImageScores scores = ImageScores.From(new ConfusionCounts(30, 10, 20, 40));

        Assert.Equal(60.0 / 90, scores.Dice, 1e-12);
        Assert.Equal(30.0 / 60, scores.IoU, 1e-12);
        Assert.Equal(30.0 / 40, scores.Precision, 1e-12);
        Assert.Equal(30.0 / 50, scores.Recall, 1e-12);
        Assert.Equal(150.0 / (150 + 80 + 10), scores.F2, 1e-12);
        Assert.Equal(((30.0 / 60) + (40.0 / 70)) / 2, scores.TwoClassIoU, 1e-12);
    }

    [Fact]
    public void From_NeitherHasAPolyp_IsPerfect() =>
        Assert.Equal(new ImageScores(1, 1, 1, 1, 1, 1), ImageScores.From(new ConfusionCounts(0, 0, 0, 100)));

    [Fact]
    public void From_OnlyOneHasAPolyp_IsNothing()
    {
        Assert.Equal(new ImageScores(0, 0, 0, 0, 0, 0.45), ImageScores.From(new ConfusionCounts(0, 10, 0, 90)));
        Assert.Equal(new ImageScores(0, 0, 0, 0, 0, 0.45), ImageScores.From(new ConfusionCounts(0, 0, 10, 90)));
    }

    [Fact]
    public void From_AllIsPolypAndFound_IsPerfect() =>
        Assert.Equal(new ImageScores(1, 1, 1, 1, 1, 1), ImageScores.From(new ConfusionCounts(100, 0, 0, 0)));

    [Fact]
    public void Mean_WeighsEachPictureTheSame()
    {
        ImageScores mean = ImageScores.Mean([new(1, 0.8, 0.6, 0.4, 0.2, 0), new(0, 0.4, 0.2, 0.2, 0, 1)]);
        Assert.Equal(0.5, mean.Dice, 1e-12);
        Assert.Equal(0.6, mean.IoU, 1e-12);
        Assert.Equal(0.4, mean.Precision, 1e-12);
        Assert.Equal(0.3, mean.Recall, 1e-12);
        Assert.Equal(0.1, mean.F2, 1e-12);
        Assert.Equal(0.5, mean.TwoClassIoU, 1e-12);
        Assert.True(double.IsNaN(ImageScores.Mean([]).Dice));
    }
}
