using VideoSeg.Host.Service.Logs;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Host.Tests.Service.Logs;

public sealed class RepeatLimiterTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();
    private readonly RepeatLimiter _limiter;

    public RepeatLimiterTests() => _limiter = new RepeatLimiter(2, Window, _time);

    [Fact]
    public void Messages_BeyondTheBurst_AreHeldBackAndToldAsOneAfterTheWindow()
    {
        Assert.Equal([true, true, false, false], Pass("source", 4));
        Assert.Empty(_limiter.TakeHeldBack());

        _time.Advance(Window);

        Assert.Equal([("source", 2, "source 4")], _limiter.TakeHeldBack());
        Assert.Equal([true, true, false], Pass("source", 3));
    }

    [Fact]
    public void Messages_OfAnotherKind_PassOnTheirOwn()
    {
        Pass("source", 3);

        Assert.Equal([true, true, false], Pass("output", 3));
    }

    [Fact]
    public void Kinds_WithNothingHeldBack_AreNotTold()
    {
        Pass("source", 2);
        _time.Advance(Window);

        Assert.Empty(_limiter.TakeHeldBack());
        Assert.Equal([true, true, false], Pass("source", 3));
    }

    [Fact]
    public void Messages_HeldBackAgain_AreToldAfterEachWindow()
    {
        for (int round = 0; round < 3; round++)
        {
            Pass("source", 3);
            _time.Advance(Window);
            Assert.Equal([("source", 1, "source 3")], _limiter.TakeHeldBack());
        }
    }

    private bool[] Pass(string kind, int number) => [.. Enumerable.Range(1, number).Select(i => _limiter.Passes(kind, $"{kind} {i}"))];
}
