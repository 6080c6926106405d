using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Sources;

public sealed class PacerTests
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(40);
    private readonly FakeTimeProvider _clock = new();
    private readonly Pacer _pacer;

    public PacerTests() => _pacer = new Pacer(_clock);

    [Fact]
    public void Due_OfFramesThatComeEarly_IsTheirTime() =>
        Assert.Equal([0, 40, 80, 160], new[] { 1000, 1040, 1080, 1160 }.Select(Due));

    [Fact]
    public void Due_OverANewBeginning_GoesOnByAFrame()
    {
        Assert.Equal([0, 40], new[] { 0, 40 }.Select(Due));
        _pacer.BeginAnew();
        Assert.Equal([80, 120], new[] { 0, 40 }.Select(Due));
    }

    [Theory]
    [InlineData(-500)]
    [InlineData(900_000)]
    public void Due_WhereTimesJump_GoesOnByAFrame(int jump) =>
        Assert.Equal([0, 40, 80, 120], new[] { 0, 40, 40 + jump, 80 + jump }.Select(Due));

    [Fact]
    public void Due_AfterAStall_DoesNotHurry()
    {
        Assert.Equal(0, Due(0));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal([3000, 3040], new[] { 40, 80 }.Select(Due));
    }

    [Fact]
    public void Due_AfterASmallDelay_CatchesUp()
    {
        Assert.Equal(0, Due(0));
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal([40, 80, 120], new[] { 40, 80, 120 }.Select(Due));
    }

    [Fact]
    public void Due_AfterAReset_IsNow()
    {
        Assert.Equal([0, 40], new[] { 0, 40 }.Select(Due));
        _clock.Advance(TimeSpan.FromMilliseconds(10));
        _pacer.Reset();
        Assert.Equal(10, Due(80));
    }

    private int Due(int milliseconds) =>
        (int)_clock.GetElapsedTime(0, _pacer.Due(TimeSpan.FromMilliseconds(milliseconds), Frame)).TotalMilliseconds;
}
