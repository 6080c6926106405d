using VideoSeg.Model;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Tests.Support;
using static VideoSeg.Pipeline.Tests.Live.Delivery.Batching.HubRig;

namespace VideoSeg.Pipeline.Tests.Live.Delivery.Batching;

/// <summary>Frames of several streams in one run: held back, cut, ordered, and told apart when a run fails.</summary>
[Collection(NativeHandles.Name)]
public sealed class HubBatchTests
{
    private static readonly SegmentationHubOptions Holds = Options with { BatchDelay = Ms(10) };

    [Fact]
    public async Task Take_WithDelay_WaitsForOthersUntilItIsOver()
    {
        TestNetwork network = Gpu();
        await using var rig = new HubRig(Holds, () => network);
        (Place a, Place b) = await Warm(rig, network);

        a.Give();
        await rig.Holding();
        rig.Time.Advance(Ms(9.9));
        Assert.Equal((3, true), (network.Calls, rig.Hub.IsHolding));
        rig.Time.Advance(Ms(0.1));

        await Eventually.Holds(() => a.Came.Count == 2, "its frame looked at");
        Assert.Equal([1, 1, 1, 1], network.Batches);
        Assert.Equal(0.010, rig.Values("engine.hold").Last(), 9);
        Assert.Equal(("engine.queue", 0.010, "normal"), rig.Measured.Last(one => one.Name == "engine.queue"));
        a.Dispose();
        b.Dispose();
    }

    [Fact]
    public async Task Take_WithDelay_GoesAtOnceWhenAllWhoCouldAreThere()
    {
        TestNetwork network = Gpu();
        await using var rig = new HubRig(Holds, () => network);
        (Place a, Place b) = await Warm(rig, network);

        a.Give(gray: 40);
        await rig.Holding();
        rig.Time.Advance(Ms(4));
        b.Give(gray: 200);

        await Eventually.Holds(() => a.Came.Count == 2 && b.Came.Count == 2, "both looked at");
        Assert.Equal([1, 1, 1, 2], network.Batches);
        Assert.Equal(0.004, rig.Values("engine.hold").Last(), 9);

        // Each gets its own masks.
        Assert.InRange(a.Came.Last().Mean, 0, 0.3f);
        Assert.InRange(b.Came.Last().Mean, 0.7f, 1);
        a.Dispose();
        b.Dispose();
    }

    [Fact]
    public async Task Take_WithDelay_GoesAtOnceWhenItIsFull()
    {
        TestNetwork network = Gpu(maxBatch: 2);
        await using var rig = new HubRig(Holds, () => network);
        (Place a, Place b) = await Warm(rig, network);
        Place c = rig.Join("c");
        c.Give();
        await rig.Holding();
        a.Give();
        await Eventually.Holds(() => c.Came.Count == 1 && a.Came.Count == 2, "both looked at");
        Assert.Equal(2, network.Batches[^1]);
        Assert.Equal(1, b.Slot.Analysed);
        a.Dispose();
        b.Dispose();
        c.Dispose();
    }

    [Fact]
    public async Task Take_NewerFrameInThePlaceOfOneHeldBack_DoesNotBeginAnew()
    {
        TestNetwork network = Gpu();
        await using var rig = new HubRig(Holds, () => network);
        (Place a, Place b) = await Warm(rig, network);

        a.Give();
        await rig.Holding();
        rig.Time.Advance(Ms(6));
        long newest = a.Give();
        rig.Time.Advance(Ms(4));

        await Eventually.Holds(() => a.Came.Count == 2, "the newest looked at");
        Assert.Equal((newest, Ms(4)), (a.Came.Last().Number, a.Came.Last().Age));
        Assert.Equal(1, a.Slot.Skipped);
        a.Dispose();
        b.Dispose();
    }

    [Fact]
    public async Task Leave_OfWhoIsWaitedFor_EndsTheWait()
    {
        TestNetwork network = Gpu();
        await using var rig = new HubRig(Holds, () => network);
        (Place a, Place b) = await Warm(rig, network);
        a.Give();
        await rig.Holding();

        b.Dispose();

        await Eventually.Holds(() => a.Came.Count == 2, "its frame looked at");
        Assert.Equal(0, rig.Values("engine.hold").Last());
        a.Dispose();
    }

    [Fact]
    public async Task Take_StreamThatIsSilent_IsNotWaitedFor()
    {
        TestNetwork network = Gpu();
        await using var rig = new HubRig(Holds, () => network);
        (Place a, Place b) = await Warm(rig, network);
        rig.Time.Advance(TimeSpan.FromSeconds(1));

        a.Give();

        await Eventually.Holds(() => a.Came.Count == 2, "its frame looked at");
        Assert.Equal(0, rig.Values("engine.hold").Last());
        a.Dispose();
        b.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restart_WhileFramesAreHeldBack_LosesNone(bool comesBack)
    {
        var made = new List<TestNetwork>();
        int tries = 0;
        await using var rig = new HubRig(Holds, () =>
        {
            if (tries++ > 0 && !comesBack)
            {
                throw new VideoSegException(FaultKind.Engine, "no network today");
            }

            made.Add(Gpu());
            return made[^1];
        });
        await rig.Running();
        (Place a, Place b) = await Warm(rig, made[0]);
        a.Give();
        await rig.Holding();

        await rig.Hub.RestartAsync(TestContext.Current.CancellationToken);

        await Eventually.Holds(() => made[0].IsDisposed, "the old one freed");
        if (comesBack)
        {
            rig.Time.Advance(Ms(10));
            await Eventually.Holds(() => a.Came.Count == 2, "its frame looked at by the new one");
            Assert.Equal(2, made[1].Calls);
        }

        a.Dispose();
        b.Dispose();
        Assert.Equal((2, comesBack ? 0 : 1), (a.Slot.Offered, a.Slot.Skipped));
        Assert.True(a.IsSettled && b.IsSettled);
    }

    [Fact]
    public async Task Call_OfABatchThatFails_BlamesTheOneWhosePictureItIs()
    {
        TestNetwork network = Gpu();
        await using var rig = new HubRig(Options, () => network);
        await rig.Running();
        using var turn = new SemaphoreSlim(0);
        network.OnCall = (_, _) => turn.Wait(TestContext.Current.CancellationToken);
        Place first = rig.Join("first");
        first.Give();
        await Eventually.Holds(() => network.Calls == 2, "a run");
        Place[] places = [.. Enumerable.Range(0, 3).Select(i => rig.Join($"{i}"))];
        foreach (Place place in places)
        {
            place.Give();
        }

        // The batch, a black picture, then each by itself: the second is at fault.
        network.OnCall = (call, _) =>
        {
            if (call is 2 or 5)
            {
                throw new InvalidOperationException("this picture");
            }
        };
        turn.Release();

        await Eventually.Holds(() => places.All(place => place.IsSettled), "all ended");
        Assert.Equal([1, 1, 3, 1, 1, 1, 1], network.Batches);
        Assert.Equal([1, 0, 1], places.Select(place => place.Slot.Analysed));
        Assert.Equal([0, 1, 0], places.Select(place => place.Slot.Failed));
        Assert.Contains("this picture", places[1].Slot.Fault, StringComparison.Ordinal);
        Assert.True(rig.Hub.Status is { IsRunning: true, Restarts: 0 });
        Array.ForEach(places, place => place.Dispose());
        first.Dispose();
    }

    [Fact]
    public async Task Take_WithTarget_MakesNoRunThatIsTooLong()
    {
        TestNetwork network = Gpu(maxBatch: 16);
        await using var rig = new HubRig(Options with { LatencyTarget = Ms(40) }, () => network);
        await rig.Running();
        using var turn = new SemaphoreSlim(0);
        static TimeSpan Cost(int frames) => Ms(4 + (2 * frames));
        network.OnCall = (_, frames) =>
        {
            turn.Wait(TestContext.Current.CancellationToken);
            rig.Time.Advance(Cost(frames));
        };
        Place[] places = [.. Enumerable.Range(0, 16).Select(i => rig.Join($"{i}"))];
        places[0].Give();
        await Eventually.Holds(() => network.Calls == 2, "the first run");
        for (int round = 0; round < 60; round++)
        {
            // While a run is on its way, which the frames have to wait for.
            int calls = network.Calls;
            Array.ForEach(places, place => place.Give());
            turn.Release();
            await Eventually.Holds(() => network.Calls > calls, "the next run");
        }

        int[] runs = [.. network.Batches.Skip(1)];
        turn.Release(1000);
        await Eventually.Holds(() => places.All(place => place.IsSettled), "all ended");
        Assert.InRange(runs.Max(), 5, 15);
        Assert.All(Enumerable.Range(1, runs.Length - 1), run => Assert.True(runs[run] == 1 || Cost(runs[run - 1]) + Cost(runs[run]) <= Ms(40), $"run {run}: {string.Join(' ', runs)}"));
        Assert.Contains(rig.Measured, one => one is { Name: "engine.run", Tag: "5-8" } && Math.Abs(one.Value - Cost(5).TotalSeconds) < 0.0065);
        Assert.Contains(rig.Measured, one => one is { Name: "engine.run_frame", Tag: "1" } && Math.Abs(one.Value - 0.006) < 1e-9);
        Array.ForEach(places, place => place.Dispose());
    }

    [Fact]
    public async Task Take_Priorities_HighFirstAndNobodyForgotten()
    {
        var network = new TestNetwork();
        await using var rig = new HubRig(Options, () => network);
        await rig.Running();
        using var turn = new SemaphoreSlim(0);
        network.OnCall = (_, _) => turn.Wait(TestContext.Current.CancellationToken);
        Place[] places = [rig.Join("low", StreamPriority.Low), rig.Join("high", StreamPriority.High), rig.Join("normal"), rig.Join("other")];
        async Task<long[]> Runs(int count)
        {
            long[] before = [.. places.Select(place => place.Slot.Analysed)];
            for (int i = 0; i < count; i++)
            {
                // While a run is on its way: then all wait when the next one begins.
                int calls = network.Calls;
                Array.ForEach(places, place => place.Give());
                turn.Release();
                await Eventually.Holds(() => network.Calls > calls, "the next run");
            }

            return [.. places.Select((place, i) => place.Slot.Analysed - before[i])];
        }

        places[1].Give();
        await Eventually.Holds(() => network.Calls == 2, "the first run");

        // Of 80 runs 10 are for those whose turn is the longest ago.
        long[] looked = await Runs(80);
        Assert.Equal([4, 70, 3, 3], looked);

        // A change holds from the next run on; one is on its way.
        places[0].Slot.Rank(StreamPriority.High);
        places[1].Slot.Rank(StreamPriority.Low);
        looked = await Runs(80);
        Assert.Equal([69, 4, 4, 3], looked);
        turn.Release(1000);
        Assert.Contains(rig.Measured, one => one is { Name: "engine.queue", Tag: "high" });
        Assert.Contains(rig.Measured, one => one is { Name: "engine.queue", Tag: "low" });
        Array.ForEach(places, place => place.Dispose());
    }

    [Theory]
    [InlineData("cpu", 0, 1)]
    [InlineData("cpu", 3, 3)]
    [InlineData("cpu", 64, 8)]
    [InlineData("cuda:0", 0, 8)]
    [InlineData("cuda:0", 3, 3)]
    [InlineData("cuda:0", 1, 1)]
    public async Task Take_MaxBatch_IsTheMostInARun(string device, int asked, int expected)
    {
        var network = new TestNetwork(cells: 32, device: device, maxBatch: 8);
        await using var rig = new HubRig(Options with { MaxBatch = asked }, () => network);
        await rig.Running();
        using var turn = new SemaphoreSlim(0);
        network.OnCall = (_, _) => turn.Wait(TestContext.Current.CancellationToken);
        Place[] places = [.. Enumerable.Range(0, 12).Select(i => rig.Join($"{i}"))];
        places[0].Give();
        await Eventually.Holds(() => network.Calls == 2, "a run");
        Array.ForEach(places, place => place.Give());
        turn.Release(100);
        await Eventually.Holds(() => places.All(place => place.IsSettled), "all ended");
        Assert.Equal(expected, network.Batches.Max());
        Array.ForEach(places, place => place.Dispose());
    }

    private static TestNetwork Gpu(int maxBatch = 8) => new(cells: 32, device: "cuda:0", maxBatch: maxBatch);

    /// <summary>Two streams of which each has given a frame lately, both looked at.</summary>
    private static async Task<(Place A, Place B)> Warm(HubRig rig, TestNetwork network)
    {
        await rig.Running();
        Place a = rig.Join("a"), b = rig.Join("b");
        a.Give();
        await Eventually.Holds(() => a.Came.Count == 1, "the first frame looked at");
        b.Give();
        await rig.Holding();
        rig.Time.Advance(Ms(10));
        await Eventually.Holds(() => b.Came.Count == 1 && network.Calls == 3, "the second frame looked at");
        return (a, b);
    }
}
