using VideoSeg.Model.Evaluation;
using Xunit;

namespace VideoSeg.Model.Tests.Evaluation;

public sealed class ConfusionCountsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(1000)]
    public void Compare_RandomMasks_EqualsCountingOneByOne(int length)
    {
        var random = new Random(length);
        byte[] predicted = [.. Enumerable.Range(0, length).Select(_ => (byte)(random.Next(3) == 0 ? random.Next(1, 256) : 0))];
        byte[] truth = [.. Enumerable.Range(0, length).Select(_ => (byte)(random.Next(2) == 0 ? 255 : 0))];

        var expected = new ConfusionCounts(
            predicted.Zip(truth).Count(p => p is (not 0, not 0)),
            predicted.Zip(truth).Count(p => p is (not 0, 0)),
            predicted.Zip(truth).Count(p => p is (0, not 0)),
            predicted.Zip(truth).Count(p => p is (0, 0)));

        Assert.Equal(expected, ConfusionCounts.Compare(predicted, truth));
    }

    [Fact]
    public void Compare_DifferentLengths_IsABug() => Assert.Throws<ArgumentException>(() => ConfusionCounts.Compare(new byte[3], new byte[4]));

    [Fact]
    public void Add_SumsEachCount() =>
        Assert.Equal(new ConfusionCounts(11, 22, 33, 44), new ConfusionCounts(1, 2, 3, 4) + new ConfusionCounts(10, 20, 30, 40));
}
