using VideoSeg.Model;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Flow;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Tests.Support;
using static VideoSeg.Pipeline.Tests.Live.Delivery.Batching.HubRig;

namespace VideoSeg.Pipeline.Tests.Live.Delivery.Batching;

/// <summary>Whatever befalls network and streams: each frame that is offered ends once, and nothing of it stays behind.</summary>
[Collection(NativeHandles.Name)]
public sealed class HubAccountTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Hub_RandomEvents_EndsEachFrameOnce(int seed)
    {
        (MediaHandleCounts media, long flows) = (MediaLibrary.LiveHandles, VisionLibrary.LiveHandles);
        var random = new Random(seed);
        using var gate = new ManualResetEventSlim(initialState: true);
        var networks = new List<TestNetwork>();
        int fault = 0;
        SegmentationHubOptions options = Options with
        {
            HangTimeout = TimeSpan.FromSeconds(1),
            MaxBatch = seed % 3 == 0 ? 0 : 4,
            BatchDelay = Ms(seed % 2 * 10),
            LatencyTarget = seed % 4 < 2 ? null : Ms(30),
        };
        var rig = new HubRig(options, () => Make(networks, gate, () => Volatile.Read(ref fault), lanes: 1 + (seed % 3)));
        List<Place> places = [], all = [];
        for (int i = 0; i < 600; i++)
        {
            switch (random.Next(24))
            {
                case 0 when places.Count < 12:
                    all.Add(rig.Join($"stream-{all.Count}", (StreamPriority)random.Next(3)));
                    places.Add(all[^1]);
                    break;
                case 1 when places.Count > 3:
                    int leaves = random.Next(places.Count);
                    places[leaves].Dispose();
                    places.RemoveAt(leaves);
                    break;
                case 2 when random.Next(3) == 0:
                    Volatile.Write(ref fault, random.Next(5));
                    gate.Reset();
                    break;
                case 2 or 3:
                    gate.Set();
                    Volatile.Write(ref fault, 0);
                    await AnalysesAsync(rig, places, all);
                    break;
                case 4 when random.Next(8) == 0:
                    _ = rig.Hub.RestartAsync(CancellationToken.None).ContinueWith(static task => task.Exception, TaskScheduler.Default);
                    break;
                case 5 when places.Count > 0:
                    places[random.Next(places.Count)].Slot.Rank((StreamPriority)random.Next(3));
                    break;
                case < 10:
                    rig.Time.Advance(Ms(random.Next(1, random.Next(10) == 0 ? 700 : 12)));
                    break;
                default:
                    if (places.Count > 0)
                    {
                        places[random.Next(places.Count)].Give();
                    }

                    break;
            }

            if (i % 8 == 0)
            {
                await Task.Yield();
            }
        }

        // Some leave before the hub closes, some never do.
        gate.Set();
        Volatile.Write(ref fault, 0);
        places[..(places.Count / 2)].ForEach(place => place.Dispose());
        await rig.Hub.DisposeAsync().AsTask().WaitAsync(TestContext.Current.CancellationToken);
        places.ForEach(place => place.Dispose());
        await rig.DisposeAsync();
        await Eventually.Holds(() => networks.TrueForAll(network => network.IsDisposed), "all networks freed");
        Assert.True(all.Sum(place => place.Slot.Offered) > 200);
        Assert.True(all.Sum(place => place.Slot.Analysed) > 0);
        foreach (Place place in all)
        {
            await Eventually.Holds(() => place.IsSettled, $"the account adds up: {place.Slot.Offered} = {place.Slot.Analysed} + {place.Slot.Skipped} + {place.Slot.Failed}");
            long[] came = [.. place.Came.Select(one => one.Number)];
            Assert.Equal(place.Slot.Analysed, came.Length);
            Assert.Equal(came.Length, came.Distinct().Count());
        }

        await NativeHandles.AreBack(media, flows);
    }

    /// <summary>Gives frames until the network has looked at another one: it takes real time to be made, and to run.</summary>
    private static Task AnalysesAsync(HubRig rig, List<Place> places, List<Place> all)
    {
        long before = all.Sum(place => place.Slot.Analysed);
        int next = 0;
        return Eventually.Holds(
            () =>
            {
                rig.Time.Advance(Ms(20));
                if (places.Count > 0)
                {
                    places[next++ % places.Count].Give();
                }

                return places.Count == 0 || all.Sum(place => place.Slot.Analysed) > before;
            },
            "another frame looked at");
    }

    private static TestNetwork Make(List<TestNetwork> made, ManualResetEventSlim gate, Func<int> fault, int lanes)
    {
        if (fault() == 1)
        {
            throw new VideoSegException(FaultKind.Engine, "no network today");
        }

        var network = new TestNetwork(cells: 16, lanes: lanes, device: "cuda:0", maxBatch: 6)
        {
            OnCall = (_, _) =>
            {
                switch (fault())
                {
                    case 2:
                        throw new InvalidOperationException("no masks today");
                    case 3:
                        gate.Wait(CancellationToken.None);
                        break;
                }
            },
            OnResult = (call, masks) =>
            {
                if (fault() != 4)
                {
                    return masks;
                }

                if (call % 2 == 0)
                {
                    masks.Probabilities[^1] = float.NaN;
                    return masks;
                }

                masks.Dispose();
                return new Segmentation(1, 1, 3, 3);
            },
        };
        lock (made)
        {
            made.Add(network);
        }

        return network;
    }
}
