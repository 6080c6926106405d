using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Delivery.Batching;

namespace VideoSeg.Pipeline.Tests.Live.Delivery.Batching;

public sealed class TurnOrderTests
{
    [Fact]
    public void Sort_Equals_HaveTurnsOneAfterTheOther()
    {
        var streams = new Streams(StreamPriority.Normal, StreamPriority.Normal, StreamPriority.Normal);
        Assert.Equal([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2], Enumerable.Range(0, 12).SelectMany(_ => streams.Run(1)));
    }

    [Fact]
    public void Sort_WhoGaveNoFrameForAWhile_HasTheNextTurnAndNoMore()
    {
        var streams = new Streams(StreamPriority.Normal, StreamPriority.Normal, StreamPriority.Normal);
        Assert.Equal([1, 2, 1, 2], Enumerable.Range(0, 4).SelectMany(_ => streams.Run(1, [1, 2])));
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).SelectMany(_ => streams.Run(1)));
    }

    [Fact]
    public void Sort_Priorities_HigherFirst_AndEachEighthRunForTheLongestAgo()
    {
        var streams = new Streams(StreamPriority.Low, StreamPriority.High, StreamPriority.Normal);
        int[] taken = [.. Enumerable.Range(0, 16).SelectMany(_ => streams.Run(1))];
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 2], taken);
    }

    [Fact]
    public void Sort_Batches_FillUpInOrderOfPriority()
    {
        var streams = new Streams(StreamPriority.Low, StreamPriority.High, StreamPriority.Normal, StreamPriority.High, StreamPriority.Normal);
        Assert.Equal([1, 3, 2], streams.Run(3));
        Assert.Equal([1, 3, 4], streams.Run(3));
        Assert.Equal([1, 3, 2, 4, 0], streams.Run(5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Sort_AnyLoad_ForgetsNobody(int seed)
    {
        var random = new Random(seed);
        int count = random.Next(2, 24);
        var streams = new Streams([.. Enumerable.Range(0, count).Select(_ => (StreamPriority)random.Next(3))]);
        int[] passedOver = new int[count];
        int longest = 0;
        for (int run = 0; run < 5000; run++)
        {
            // Some of the others may have nothing, who was passed over still waits.
            int[] waiting = [.. Enumerable.Range(0, count).Where(stream => passedOver[stream] > 0 || random.Next(3) > 0)];
            int[] taken = streams.Run(random.Next(1, 4), waiting);
            foreach (int stream in waiting)
            {
                passedOver[stream] = taken.Contains(stream) ? 0 : passedOver[stream] + 1;
                longest = Math.Max(longest, passedOver[stream]);
            }
        }

        Assert.True(longest < TurnOrder.Runs * count, $"{longest} runs of {count} streams");
    }

    private sealed class Streams
    {
        private readonly TurnOrder _order = new();
        private readonly HubSlot[] _slots;

        public Streams(params StreamPriority[] priorities)
        {
            _slots = [.. priorities.Select(priority => new HubSlot(null!, "test", null!, priority, null!))];
            foreach (HubSlot slot in _slots)
            {
                _order.Joined(slot);
            }
        }

        /// <summary>Streams that have their turn in a run of so many frames.</summary>
        public int[] Run(int batch, int[]? waiting = null)
        {
            List<WaitingFrame> frames = [.. (waiting ?? [.. Enumerable.Range(0, _slots.Length)]).Select(stream => new WaitingFrame(_slots[stream], null!, 0, 0, 0))];
            _order.Sort(frames);
            List<WaitingFrame> taken = frames[..Math.Min(batch, frames.Count)];
            _order.Taken(taken);
            return [.. taken.Select(frame => Array.IndexOf(_slots, frame.Slot))];
        }
    }
}
