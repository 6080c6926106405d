using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Delivery.Batching;

/// <summary>The real engine with a real network: what comes out of a batch is what comes out of each frame alone.</summary>
public sealed class RealBatchTests
{
    private const int Streams = 5;

    [Fact]
    public async Task Take_RealNetworkInBatches_GivesEachStreamItsOwnMasks()
    {
        using var folder = new TemporaryFolder();
        var options = new SegmenterOptions { ModelPath = RandomModel.Write(folder.File("model.safetensors"), size: 64), Device = "cpu", Precision = "f32", Threads = 1 };
        var batches = new List<int>();
        await using var alone = SegmenterFactory.Create(options);
        await using var rig = new LiveRig(
            hub: new SegmentationHubOptions { Niceness = 0, MaxBatch = Streams, BatchDelay = TimeSpan.FromMilliseconds(20) },
            create: () => new Counting(SegmenterFactory.Create(options), batches));
        await rig.Running();
        Receiver[] receivers = [.. Enumerable.Range(0, Streams).Select(_ => new Receiver())];
        HubSlot[] slots = [.. receivers.Select((receiver, i) => rig.Hub.Join($"stream-{i}", receiver))];

        // Until all have given one, nobody waits for the others; from then on all are in one run, while the clock stands still.
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < Streams; i++)
            {
                using VideoFrame frame = rig.Render(3 * round, 7 * i, polyp: i % 2 == 0, view: i, LiveRig.Width, LiveRig.Height);
                slots[i].Offer(frame, round, rig.Time.GetTimestamp());
                if (round == 0)
                {
                    int given = i;
                    await Eventually.Holds(() => rig.Hub.IsHolding || receivers[given].Count == 1, "the frame held back, if somebody else gave one");
                    rig.Time.Advance(TimeSpan.FromMilliseconds(20));
                    await Eventually.Holds(() => receivers[given].Count == 1, "the first frame of a stream");
                }
            }

            await Eventually.Holds(() => receivers.All(receiver => receiver.Count == round + 1), $"round {round}");
        }

        Assert.Equal([1, 1, 1, 1, 1, 1, Streams, Streams], batches);
        Assert.All(slots, slot => Assert.Equal((3, 0, 0), (slot.Analysed, slot.Skipped, slot.Failed)));
        for (int i = 0; i < Streams; i++)
        {
            using VideoFrame frame = rig.Render(6, 7 * i, polyp: i % 2 == 0, view: i, LiveRig.Width, LiveRig.Height);
            using Segmentation expected = await alone.SegmentAsync(new[] { frame.Planes }, TestContext.Current.CancellationToken);
            float[] found = receivers[i].Last!;
            Assert.Equal(expected.Probabilities.Length, found.Length);
            Assert.True(Difference(found, expected.Probabilities) < 1e-4, $"stream {i}: {Difference(found, expected.Probabilities)}");
            Assert.True(Difference(found, receivers[(i + 1) % Streams].Last!) > 1e-3, "the streams' masks differ");
        }

        Array.ForEach(slots, slot => slot.Dispose());
    }

    private static float Difference(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        float most = 0;
        for (int i = 0; i < first.Length; i++)
        {
            most = Math.Max(most, Math.Abs(first[i] - second[i]));
        }

        return most;
    }

    private sealed class Counting(ISegmenter inner, List<int> batches) : ISegmenter
    {
        public SegmenterInfo Info => inner.Info;

        public ValueTask<Segmentation> SegmentAsync(ReadOnlyMemory<ImagePlanes> pictures, CancellationToken cancellationToken)
        {
            batches.Add(pictures.Length);
            return inner.SegmentAsync(pictures, cancellationToken);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class Receiver : IAnalysisReceiver
    {
        private int _count;

        /// <summary>Of the newest frame. To be read once it has been counted.</summary>
        public float[]? Last { get; private set; }

        public int Count => Volatile.Read(ref _count);

        public void Analysed(in Analysis analysis)
        {
            Last = analysis.Masks.Probabilities.ToArray();
            analysis.Dispose();
            Interlocked.Increment(ref _count);
        }
    }
}
