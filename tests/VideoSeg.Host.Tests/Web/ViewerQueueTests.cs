using VideoSeg.Host.Web;
using Xunit;

namespace VideoSeg.Host.Tests.Web;

public sealed class ViewerQueueTests
{
    private readonly ViewerMessagePool _pool = new();
    private int _dropped;
    private byte _next;

    [Fact]
    public void Offer_ViewerThatKeepsUp_GetsEveryMessageInOrder()
    {
        using ViewerQueue queue = Queue(3);
        List<byte> taken = [];
        for (int i = 0; i < 10; i++)
        {
            Offer(queue, isKey: i == 0);
            taken.AddRange(Taken(queue));
        }

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], taken);
        Assert.Equal(0, _dropped);
        Assert.Equal(0, _pool.InUse);
    }

    [Fact]
    public void Offer_BeforeTheFirstKeyFrame_IsNothingThatIsMissed()
    {
        using ViewerQueue queue = Queue(3);
        Offer(queue, isKey: false);
        Offer(queue, isKey: false);
        Offer(queue, isKey: true);
        Offer(queue, isKey: false);

        Assert.Equal([2, 3], Taken(queue));
        Assert.Equal(0, _dropped);
    }

    [Fact]
    public void Offer_ViewerThatFallsBehind_LosesAllUpToTheNextKeyFrame()
    {
        using ViewerQueue queue = Queue(3);
        Offer(queue, isKey: true);
        for (int i = 1; i < 6; i++)
        {
            Offer(queue, isKey: false);
        }

        Assert.Empty(Taken(queue));
        Assert.Equal(6, _dropped);
        Offer(queue, isKey: true);
        Offer(queue, isKey: false);

        Assert.Equal([6, 7], Taken(queue));
        Assert.Equal(6, _dropped);
        Assert.Equal(0, _pool.InUse);
    }

    [Fact]
    public void Offer_KeyFrameWhenFull_TakesThePlaceOfWhatWaits()
    {
        using ViewerQueue queue = Queue(2);
        Offer(queue, isKey: true);
        Offer(queue, isKey: false);
        Offer(queue, isKey: true);

        Assert.Equal([2], Taken(queue));
        Assert.Equal(2, _dropped);
    }

    [Fact]
    public void Offer_MoreBytesThanMayWait_CountAsFallingBehind()
    {
        using var queue = new ViewerQueue(100, mostBytes: 50, lost => _dropped += lost);
        Offer(queue, isKey: true, length: 200); // a single one may be longer
        Assert.Equal([0], Taken(queue));
        Offer(queue, isKey: false, length: 30);
        Offer(queue, isKey: false, length: 30);

        Assert.Empty(Taken(queue));
        Assert.Equal(2, _dropped);
    }

    [Fact]
    public void Dispose_WithMessagesWaiting_LetsGoOfThem()
    {
        ViewerQueue queue = Queue(3);
        Offer(queue, isKey: true);
        Offer(queue, isKey: false);
        Assert.Equal(2, _pool.InUse);

        queue.Dispose();

        Assert.Equal(0, _pool.InUse);
        Offer(queue, isKey: true);
        Assert.Equal(0, _pool.InUse);
    }

    [Fact]
    public async Task WaitAsync_Completed_GivesTheRestAndThenEnds()
    {
        using ViewerQueue queue = Queue(3);
        Offer(queue, isKey: true);
        queue.Complete();

        Assert.True(await queue.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal([0], Taken(queue));
        Assert.False(await queue.WaitAsync(TestContext.Current.CancellationToken));
    }

    private ViewerQueue Queue(int messages) => new(messages, 1_000_000, lost => _dropped += lost);

    private void Offer(ViewerQueue queue, bool isKey, int length = 1)
    {
        ViewerMessage message = _pool.Rent(length, isKey, setup: null, out Span<byte> bytes);
        bytes.Fill(_next++);
        queue.Offer(message);
        message.Release();
    }

    private static List<byte> Taken(ViewerQueue queue)
    {
        List<byte> taken = [];
        while (queue.TryTake(out ViewerMessage? message))
        {
            taken.Add(message.Bytes.Span[0]);
            message.Release();
        }

        return taken;
    }
}
