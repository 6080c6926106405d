using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Delivery;

public sealed class DelayLineTests
{
    [Fact]
    public async Task Show_ThatThrows_IsToldAndTheNextFrameIsShown()
    {
        var time = new FakeTimeProvider();
        var shown = new List<long>();
        int failed = 0;
        var line = new DelayLine(
            "test", TimeSpan.Zero, 8, time,
            frame =>
            {
                shown.Add(frame.Number);
                if (frame.Number == 1)
                {
                    throw new InvalidOperationException("this frame");
                }
            },
            _ => Assert.Fail("there is room"),
            () => failed++);
        for (int i = 0; i < 3; i++)
        {
            line.Add(new PendingFrame(null!, i, time.GetTimestamp(), time.GetUtcNow(), IsSlate: false, ""));
        }

        await line.StopAsync();
        Assert.Equal([0, 1, 2], shown);
        Assert.Equal(1, failed);
    }
}
