using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Tests.Frames;

public sealed class RationalTests
{
    [Theory]
    [InlineData(1, 25, 50, 2.0)]
    [InlineData(1001, 30000, 30000, 1001.0)]
    [InlineData(1, 90000, -45000, -0.5)]
    public void ToTimeSpan_OfTicks_IsTheirTime(int numerator, int denominator, long ticks, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new Rational(numerator, denominator).ToTimeSpan(ticks));

    [Theory]
    [InlineData(3, 1, 2, 1, 1, 2)] // 1.5 -> 2: halves away from zero
    [InlineData(-3, 1, 2, 1, 1, -2)]
    [InlineData(100, 1, 90000, 1, 1000, 1)]
    [InlineData(long.MaxValue / 2, 1, 1000000, 1, 2000000, long.MaxValue - 1)]
    public void Rescale_ToAnotherBase_RoundsToNearest(long ticks, int n1, int d1, int n2, int d2, long expected) =>
        Assert.Equal(expected, new Rational(n1, d1).Rescale(ticks, new Rational(n2, d2)));

    [Fact]
    public void Rescale_BeyondTheRange_Throws() =>
        Assert.Throws<OverflowException>(() => new Rational(1, 1).Rescale(long.MaxValue, new Rational(1, 1000)));

    [Fact]
    public void IsKnown_OfUnknown_IsFalse() => Assert.Equal((false, false, true), (Rational.Unknown.IsKnown, default(Rational).IsKnown, new Rational(1, 25).IsKnown));
}
