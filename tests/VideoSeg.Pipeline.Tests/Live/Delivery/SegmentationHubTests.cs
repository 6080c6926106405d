using VideoSeg.Model;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;

namespace VideoSeg.Pipeline.Tests.Live.Delivery;

public sealed class SegmentationHubTests
{
    private static readonly SegmentationHubOptions Quick = new()
    {
        Niceness = 0,
        HangTimeout = TimeSpan.FromSeconds(5),
        StartTimeout = TimeSpan.FromSeconds(60),
        RestartDelay = TimeSpan.FromSeconds(1),
        RestartWindow = TimeSpan.FromMinutes(10),
        MaxRestarts = 3,
    };

    [Fact]
    public async Task Offer_WhileTheNetworkIsBusy_KeepsTheNewestFrameOnly()
    {
        using var gate = new ManualResetEventSlim(initialState: false);
        await using var rig = new LiveRig();
        await rig.Running();
        rig.Network.OnCall = (_, _) => gate.Wait(TestContext.Current.CancellationToken);
        rig.Give();
        await Eventually.Holds(() => rig.Network.Calls == 2, "a call");
        for (int i = 0; i < 5; i++)
        {
            rig.Give();
        }

        gate.Set();
        await rig.Analysed(2);
        Assert.Equal((6, 2, 4, 0), (rig.Analysis.Offered, rig.Analysis.Analysed, rig.Analysis.Skipped, rig.Analysis.Failed));
        await rig.GiveUntil(frame => frame.AnalysedNumber >= 5, "masks of the newest frame");
        Assert.Empty(rig.Shown.Where(frame => frame.AnalysedNumber is >= 1 and <= 4));
    }

    [Fact]
    public async Task Take_SeveralStreams_TakesThemInTurn()
    {
        using var gate = new ManualResetEventSlim(initialState: false);
        await using var rig = new LiveRig();
        await using var second = new LiveStream(LiveRig.Default with { Name = "second" }, rig.Hub, rig.Context);
        await using var third = new LiveStream(LiveRig.Default with { Name = "third" }, rig.Hub, rig.Context);
        await rig.Running();
        using var turn = new SemaphoreSlim(0);
        rig.Network.OnCall = (_, _) => turn.Wait(TestContext.Current.CancellationToken);
        LiveStream[] streams = [rig.Stream, second, third];
        for (int round = 0; round < 30; round++)
        {
            // The first stream has three times as many frames as the others.
            foreach (LiveStream stream in (LiveStream[])[rig.Stream, rig.Stream, rig.Stream, second, third])
            {
                stream.Accept(rig.Render(0, 0, true, 0, 160, 120), rig.Time.GetTimestamp());
            }

            turn.Release();
            await Eventually.Holds(() => streams.Sum(stream => stream.Status.Analysis.Analysed) > round, "another analysed frame");
        }

        Assert.All(streams, stream => Assert.InRange(stream.Status.Analysis.Analysed, 9, 11));
        turn.Release(1000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Take_NetworkWithLanes_KeepsThemAllBusy(int lanes)
    {
        using var gate = new ManualResetEventSlim(initialState: false);
        var network = new TestNetwork(lanes: lanes);
        await using var rig = new LiveRig(create: () => network);
        await rig.Running();
        network.OnCall = (_, _) => gate.Wait(TestContext.Current.CancellationToken);
        for (int i = 0; i < lanes; i++)
        {
            rig.Give();
            await Eventually.Holds(() => network.Calls == i + 2, "another call");
        }

        rig.Give();
        gate.Set();
        await Eventually.Holds(() => rig.Analysis.Analysed == lanes + 1, "all analysed");
        Assert.Equal(lanes, network.MostAtOnce);
    }

    [Fact]
    public async Task Take_OnAGpu_PutsStreamsIntoOneBatch()
    {
        using var gate = new SemaphoreSlim(0);
        var network = new TestNetwork(device: "cuda:0", maxBatch: 8);
        await using var rig = new LiveRig(create: () => network);
        await using var second = new LiveStream(LiveRig.Default with { Name = "second" }, rig.Hub, rig.Context);
        await rig.Running();
        network.OnCall = (_, _) => gate.Wait(TestContext.Current.CancellationToken);
        rig.Give();
        await Eventually.Holds(() => network.Calls == 2, "a call");
        rig.Give(polyp: true);
        second.Accept(rig.Render(0, 0, polyp: false, 0, 160, 120), rig.Time.GetTimestamp());
        gate.Release(100);
        await Eventually.Holds(() => rig.Analysis.Analysed == 2 && second.Status.Analysis.Analysed == 1, "all analysed");
        Assert.Equal([1, 1, 2], network.Batches);
        ShownFrame shown = await rig.GiveUntil(frame => frame.AnalysedNumber >= 1, "its own masks");
        Assert.Single(shown.Outlines);
    }

    [Fact]
    public async Task Start_NetworkThatCannotBeMade_IsTriedAgainAfterWaitsThatDouble_ThenStaysDown()
    {
        int tries = 0;
        await using var rig = new LiveRig(hub: Quick, create: () =>
        {
            Interlocked.Increment(ref tries);
            throw new VideoSegException(FaultKind.Input, "expected weights in 'none.safetensors', found nothing");
        });
        foreach (int seconds in (int[])[1, 2, 4])
        {
            await Eventually.Holds(() => rig.Hub.Status.Reason.Contains($"made anew after {seconds} s", StringComparison.Ordinal), $"the wait of {seconds} s");
            Assert.Contains("expected weights in 'none.safetensors'", rig.Hub.Status.Reason, StringComparison.Ordinal);
            int before = tries;
            rig.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(before, tries);
            rig.Time.Advance(TimeSpan.FromMilliseconds(1));
            await Eventually.Holds(() => tries == before + 1, "another try");
        }

        await Eventually.Holds(() => rig.Hub.Status.Reason.Contains("stays down", StringComparison.Ordinal), "it is given up");
        Assert.Equal((4, 3, false), (tries, rig.Hub.Status.Restarts, rig.Hub.Status.IsRunning));
        rig.Time.Advance(TimeSpan.FromHours(2));
        rig.Give();
        Assert.Equal(4, tries);

        // By hand it is tried again, and has all its tries back.
        await rig.Hub.RestartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(5, tries);
        Assert.Contains("made anew after 1 s", rig.Hub.Status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ThatThrows_OfANetworkThatIsBroken_RestartsIt()
    {
        var made = new List<TestNetwork>();
        await using var rig = new LiveRig(hub: Quick, create: () => Add(made, new TestNetwork()));
        await rig.Running();
        made[0].OnCall = (_, _) => throw new InvalidOperationException("broken");
        rig.Give();
        await Eventually.Holds(() => rig.Hub.Status.Reason.Contains("the network failed: InvalidOperationException: broken", StringComparison.Ordinal), "the fault told");
        Assert.Equal(1, rig.Analysis.Failed);
        await Eventually.Holds(() => made[0].IsDisposed, "the broken one freed");
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.Running();
        rig.Give();
        await rig.Analysed(1);
        Assert.Equal((2, 1), (made.Count, rig.Hub.Status.Restarts));
    }

    [Fact]
    public async Task Call_ThatFailsOnOneStreamsPictures_LeavesTheOthersAlone()
    {
        await using var rig = new LiveRig(hub: Quick);
        await using var bad = new LiveStream(LiveRig.Default with { Name = "bad" }, rig.Hub, rig.Context);
        await rig.Running();
        bool isBad = true;
        rig.Network.OnCall = (call, _) =>
        {
            // The warm-up afterwards is sound.
            if (isBad && call % 2 == 1)
            {
                throw new InvalidOperationException("this picture");
            }
        };
        bad.Accept(rig.Render(0, 0, true, 0, 160, 120), rig.Time.GetTimestamp());
        await Eventually.Holds(() => bad.Status.Analysis.Failed == 1, "its failure");
        bad.Accept(rig.Render(0, 0, true, 0, 160, 120), rig.Time.GetTimestamp());
        Assert.Equal(SegmentationState.Unavailable, bad.Status.Segmentation);
        Assert.Contains("this picture", bad.Status.SegmentationReason, StringComparison.Ordinal);
        isBad = false;
        rig.Give();
        await rig.Analysed(1);
        Assert.True(rig.Hub.Status is { IsRunning: true, Restarts: 0 });
        Assert.Equal(0, bad.Status.Analysis.Analysed);

        // Its frames must wait for a second.
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        bad.Accept(rig.Render(0, 0, true, 0, 160, 120), rig.Time.GetTimestamp());
        await Eventually.Holds(() => bad.Status.Analysis.Analysed == 1, "its next frame analysed");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Result_ThatIsRubbish_CountsAsFailure(bool nan)
    {
        await using var rig = new LiveRig(hub: Quick);
        await rig.Running();
        rig.Network.OnResult = (_, masks) =>
        {
            if (nan)
            {
                masks.Probabilities[^7] = float.NaN;
                return masks;
            }

            masks.Dispose();
            return new Model.Inference.Segmentation(1, 1, 5, 5);
        };
        rig.Give();
        string expected = nan ? "found NaN or infinity" : "found 1 x 1 of 5 x 5";
        await Eventually.Holds(() => rig.Hub.Status.Reason.Contains(expected, StringComparison.Ordinal), "the fault told");
        Assert.Equal(1, rig.Analysis.Failed);
    }

    [Fact]
    public async Task Call_ThatHangs_IsGivenUp_AndKeepsItsFrameUntilItEnds()
    {
        using var gate = new ManualResetEventSlim(initialState: false);
        var made = new List<TestNetwork>();
        await using var rig = new LiveRig(hub: Quick, create: () => Add(made, new TestNetwork()));
        await rig.Running();
        made[0].OnCall = (_, _) => gate.Wait(TestContext.Current.CancellationToken);
        rig.Give();
        await Eventually.Holds(() => made[0].Calls == 2, "a call");
        rig.Time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.True(rig.Hub.Status.IsRunning);
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.Holds(() => rig.Hub.Status.Reason.Contains("the network hangs: a run took longer than 5 s", StringComparison.Ordinal), "the hang told");
        Assert.Equal(1, rig.Analysis.Failed);
        Assert.False(made[0].IsDisposed);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.Running();
        rig.Give();
        await rig.Analysed(1);
        Assert.Equal(2, made.Count);

        // What comes too late counts no more, and what it held is freed.
        gate.Set();
        await Eventually.Holds(() => made[0].IsDisposed, "the hung one freed");
        Assert.Equal((1, 1), (rig.Analysis.Analysed, rig.Analysis.Failed));
    }

    [Fact]
    public async Task Start_ThatHangs_IsGivenUp()
    {
        using var gate = new ManualResetEventSlim(initialState: false);
        int tries = 0;
        var late = new TestNetwork();
        await using var rig = new LiveRig(hub: Quick, create: () =>
        {
            if (Interlocked.Increment(ref tries) > 1)
            {
                return new TestNetwork();
            }

            gate.Wait(TestContext.Current.CancellationToken);
            return late;
        });
        await Eventually.Holds(() => tries == 1, "a try");
        Assert.Equal("the network is starting", rig.Hub.Status.Reason);
        rig.Time.Advance(TimeSpan.FromSeconds(61));
        await Eventually.Holds(() => rig.Hub.Status.Reason.Contains("it was not ready after 60 s", StringComparison.Ordinal), "the hang told");
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.Running();
        gate.Set();
        await Eventually.Holds(() => late.IsDisposed, "the late one freed");
        Assert.True(rig.Hub.Status.IsRunning);
    }

    [Fact]
    public async Task RestartAsync_WhileRunning_MakesANewOne()
    {
        var made = new List<TestNetwork>();
        await using var rig = new LiveRig(hub: Quick, create: () => Add(made, new TestNetwork()));
        await rig.Running();
        await rig.Hub.RestartAsync(TestContext.Current.CancellationToken);
        Assert.True(rig.Hub.Status is { IsRunning: true, Restarts: 1 });
        await Eventually.Holds(() => made[0].IsDisposed, "the old one freed");
        rig.Give();
        await rig.Analysed(1);
    }

    [Fact]
    public async Task Networks_ThatHangOneAfterTheOther_AreNoMoreThanThree()
    {
        using var gate = new ManualResetEventSlim(initialState: false);
        var made = new List<TestNetwork>();
        await using var rig = new LiveRig(hub: Quick, create: () => Add(made, new TestNetwork { OnCall = (call, _) => Wait(call, gate) }));
        for (int i = 0; i < 3; i++)
        {
            await rig.Running();
            rig.Give();
            await Eventually.Holds(() => made[i].Calls == 2, "a call");
            rig.Time.Advance(TimeSpan.FromSeconds(7));
            await Eventually.Holds(() => rig.Hub.Status.Reason.Contains("hangs", StringComparison.Ordinal), "the hang told");
            rig.Time.Advance(TimeSpan.FromSeconds(5));
        }

        await Eventually.Holds(() => rig.Hub.Status.Reason.Contains("3 networks that hang hold their memory", StringComparison.Ordinal), "it stays down");
        await rig.Hub.RestartAsync(TestContext.Current.CancellationToken);
        Assert.Equal((3, false), (made.Count, rig.Hub.Status.IsRunning));

        // Once they end after all there is room again.
        gate.Set();
        await Eventually.Holds(() => made.TrueForAll(network => network.IsDisposed), "the hung ones freed");
        await rig.Hub.RestartAsync(TestContext.Current.CancellationToken);
        await rig.Running();
        Assert.Equal(4, made.Count);
    }

    [Fact]
    public async Task Receiver_ThatThrows_EndsTheNetworkAndNotTheProcess()
    {
        var made = new List<TestNetwork>();
        await using var rig = new LiveRig(hub: Quick, create: () => Add(made, new TestNetwork()));
        using HubSlot slot = rig.Hub.Join("careless", new Careless());
        await rig.Running();
        using (VideoFrame frame = rig.Render(0, 0, true, 0, 160, 120))
        {
            slot.Offer(frame, 0, rig.Time.GetTimestamp());
        }

        await Eventually.Holds(() => rig.Hub.Status.Reason.Contains("the network failed: InvalidOperationException: no room", StringComparison.Ordinal), "the fault told");
        await Eventually.Holds(() => made[0].IsDisposed, "it is freed");
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.Running();
        rig.Give();
        await rig.Analysed(1);
        Assert.Equal(2, made.Count);
    }

    [Fact]
    public async Task Dispose_WhileANetworkIsBeingMade_DoesNotWaitForIt()
    {
        using var gate = new ManualResetEventSlim(initialState: false);
        bool isMaking = false;
        var late = new TestNetwork();
        await using var rig = new LiveRig(hub: Quick with { StartTimeout = TimeSpan.FromHours(1) }, create: () =>
        {
            isMaking = true;
            gate.Wait(TestContext.Current.CancellationToken);
            return late;
        });
        await Eventually.Holds(() => isMaking, "it is being made");
        long start = rig.Time.GetTimestamp();
        Task end = rig.Hub.DisposeAsync().AsTask();
        await Eventually.Holds(
            () =>
            {
                rig.Time.Advance(TimeSpan.FromMilliseconds(100));
                return end.IsCompleted;
            },
            "the end");
        Assert.True(rig.Time.GetElapsedTime(start) < TimeSpan.FromMinutes(30), $"waited {rig.Time.GetElapsedTime(start)}");
        gate.Set();
        await Eventually.Holds(() => late.IsDisposed, "what was made too late is freed");
    }

    [Fact]
    public async Task Network_IsMadeByAThreadThatStandsBack()
    {
        int niceness = -100, before = ThreadNiceness.Current;
        await using var rig = new LiveRig(hub: Quick with { Niceness = 3 }, create: () =>
        {
            // What it starts begins with this niceness too.
            var thread = new Thread(() => niceness = ThreadNiceness.Current);
            thread.Start();
            thread.Join();
            return new TestNetwork();
        });
        await rig.Running();
        Assert.Equal(Math.Min(before + 3, 19), niceness);
    }

    [Fact]
    public void Options_OutOfRange_AreAllListed()
    {
        var context = new LiveContext(TimeProvider.System, null!, null!);
        var fault = Assert.Throws<VideoSegException>(() => new SegmentationHub(
            () => throw new InvalidOperationException(), new SegmentationHubOptions { HangTimeout = TimeSpan.Zero, MaxRestarts = -1, Niceness = 20 }, context));
        Assert.Equal(3, fault.Message.Split('\n').Length);
    }

    /// <summary>The warm-up ends, and nothing after it.</summary>
    private static void Wait(int call, ManualResetEventSlim gate)
    {
        if (call > 0)
        {
            gate.Wait(TestContext.Current.CancellationToken);
        }
    }

    private sealed class Careless : IAnalysisReceiver
    {
        public void Analysed(in Analysis analysis)
        {
            analysis.Dispose();
            throw new InvalidOperationException("no room");
        }
    }

    private static TestNetwork Add(List<TestNetwork> made, TestNetwork network)
    {
        lock (made)
        {
            made.Add(network);
        }

        return network;
    }
}
