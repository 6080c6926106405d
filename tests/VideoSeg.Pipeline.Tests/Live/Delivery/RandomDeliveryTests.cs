using VideoSeg.Model;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Flow;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Tests.Support;

namespace VideoSeg.Pipeline.Tests.Live.Delivery;

/// <summary>Whatever comes in whatever order: the account of the frames adds up, they leave in order, and nothing stays behind.</summary>
[Collection(NativeHandles.Name)]
public sealed class RandomDeliveryTests
{
    [Theory]
    [InlineData(1, DeliveryMode.Latest)]
    [InlineData(2, DeliveryMode.Latest)]
    [InlineData(3, DeliveryMode.Latest)]
    [InlineData(4, DeliveryMode.Synchronised)]
    [InlineData(5, DeliveryMode.Synchronised)]
    [InlineData(6, DeliveryMode.Synchronised)]
    public async Task Delivery_RandomEvents_AddsUpAndLeavesNothing(int seed, DeliveryMode mode)
    {
        (MediaHandleCounts media, long flows) = (MediaLibrary.LiveHandles, VisionLibrary.LiveHandles);
        var random = new Random(seed);
        using var gate = new ManualResetEventSlim(initialState: true);
        var networks = new List<TestNetwork>();
        int fault = 0;
        ISegmenter Make()
        {
            if (Volatile.Read(ref fault) == 1)
            {
                throw new VideoSegException(FaultKind.Engine, "no network today");
            }

            var network = new TestNetwork(cells: 32, lanes: 1 + (seed % 2))
            {
                OnCall = (_, _) =>
                {
                    switch (Volatile.Read(ref fault))
                    {
                        case 2:
                            throw new InvalidOperationException("no masks today");
                        case 3:
                            gate.Wait(CancellationToken.None);
                            break;
                    }
                },
                OnResult = (_, masks) =>
                {
                    masks.Probabilities[5] = Volatile.Read(ref fault) == 4 ? float.NaN : masks.Probabilities[5];
                    return masks;
                },
            };
            lock (networks)
            {
                networks.Add(network);
            }

            return network;
        }

        var options = new SegmentationHubOptions { Niceness = 0, HangTimeout = TimeSpan.FromSeconds(1), RestartDelay = TimeSpan.FromMilliseconds(100), MaxRestarts = 1000 };
        var rig = new LiveRig(LiveRig.Default with { Delivery = mode, SynchronisedDelay = TimeSpan.FromMilliseconds(80), Field = seed % 2 == 0 ? "auto" : "whole" }, Make, options);
        var other = new LiveStream(LiveRig.Default with { Name = "other", Delivery = mode }, rig.Hub, rig.Context);
        for (int i = 0; i < 250; i++)
        {
            switch (random.Next(20))
            {
                case < 12:
                    int size = random.Next(10) == 0 ? 64 : 96;
                    rig.Give(random.Next(6), random.Next(6), random.Next(2) == 0, random.Next(15) == 0 ? 1 : 0, size, size);
                    break;
                case < 14:
                    other.Accept(rig.Render(0, 0, true, 0, 64, 64), rig.Time.GetTimestamp());
                    break;
                case 14:
                    rig.GiveSlate();
                    break;
                case 15:
                    Volatile.Write(ref fault, random.Next(5));
                    gate.Reset();
                    break;
                case 16:
                    gate.Set();
                    Volatile.Write(ref fault, 0);
                    break;
                case 17 when random.Next(4) == 0:
                    _ = rig.Hub.RestartAsync(CancellationToken.None).ContinueWith(static task => task.Exception, TaskScheduler.Default);
                    break;
                case 18:
                    rig.Stream.DroppedLate(random.Next(1, 3));
                    break;
                default:
                    rig.Time.Advance(TimeSpan.FromMilliseconds(random.Next(1, 400)));
                    break;
            }

            if (i % 10 == 0)
            {
                await Task.Yield();
            }
        }

        gate.Set();
        Volatile.Write(ref fault, 0);
        await other.DisposeAsync();
        await rig.DisposeAsync();
        foreach (LiveStreamStatus status in (LiveStreamStatus[])[rig.Stream.Status, other.Status])
        {
            Assert.Equal(0, status.Frames.InFlight);
            Assert.Equal((0, 0), (status.Failed, status.Frames.Undrawn));
            Assert.True(status.Captured > 10);
            LiveSegmentationCounts analysis = status.Analysis;
            await Eventually.Holds(() => Sum(status.Name == "other" ? other : rig.Stream) == analysis.Offered, $"the network's account of {status.Name} adds up");
            Assert.Equal(0, analysis.Faults);
        }

        Assert.Equal(rig.Shown.Select(frame => frame.Number), rig.Shown.Select(frame => frame.Number).Order());
        Assert.Equal(rig.Shown.Select(frame => frame.Ticks), rig.Shown.Select(frame => frame.Ticks).Order().Distinct());
        Assert.All(rig.Shown, frame => Assert.True(frame.AnalysedNumber is null || mode == DeliveryMode.Synchronised || frame.AnalysedNumber <= frame.Number));
        await Eventually.Holds(() => networks.All(network => network.IsDisposed), "all networks freed");
        await NativeHandles.AreBack(media, flows);
    }

    private static long Sum(LiveStream stream) => stream.Status.Analysis is var counts ? counts.Analysed + counts.Skipped + counts.Failed : 0;
}
