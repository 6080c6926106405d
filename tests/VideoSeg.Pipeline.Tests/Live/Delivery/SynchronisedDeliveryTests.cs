using System.Numerics;
using VideoSeg.Pipeline.Live;

namespace VideoSeg.Pipeline.Tests.Live.Delivery;

public sealed class SynchronisedDeliveryTests
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    private static readonly LiveStreamOptions Options = LiveRig.Default with { Delivery = DeliveryMode.Synchronised, SynchronisedDelay = TimeSpan.FromMilliseconds(60) };

    [Fact]
    public async Task Accept_EveryFrameAnalysed_ShowsEachWithItsOwnMasks_AfterTheDelay()
    {
        await using var rig = new LiveRig(Options);
        await rig.Running();
        for (int i = 0; i < 40; i++)
        {
            rig.Give(3 * (i % 7), 0);
            await rig.Analysed(i + 1);
            await Step(rig);
        }

        ShownFrame[] shown = [.. rig.Shown];
        Assert.Equal(40 - 5, shown.Length);
        Assert.All(shown, frame =>
        {
            Assert.Equal((Options.SynchronisedDelay, frame.Number, TimeSpan.Zero), (frame.Added, frame.AnalysedNumber!.Value, frame.MaskAge!.Value));
            Assert.True(Math.Abs(frame.Middle.X - (150 + (3 * (frame.Number % 7)))) < 1.5f, $"frame {frame.Number}: the outline lies about {frame.Middle}");
        });
        Assert.Equal(Options.SynchronisedDelay, rig.Stream.Status.Delays.Annotation.Maximum);
    }

    [Fact]
    public async Task Accept_SomeFramesAnalysed_MovesTheNearestMasksBothWays()
    {
        using var gate = new SemaphoreSlim(0);
        await using var rig = new LiveRig(Options);
        await rig.Running();
        rig.Network.OnCall = (_, _) => gate.Wait(TestContext.Current.CancellationToken);
        Vector2 way = new(4, 2);
        rig.Give();
        gate.Release();
        await rig.Analysed(1);
        await Step(rig);

        // The network is busy with frame 1 while 2 to 5 come, and takes the newest of them then.
        rig.Give(way.X, way.Y);
        await Eventually.Holds(() => rig.Network.Calls == 3, "a call for frame 1");
        for (int i = 2; i <= 5; i++)
        {
            await Step(rig);
            rig.Give(i * way.X, i * way.Y);
        }

        gate.Release(2);
        await rig.Analysed(3);
        for (int i = 0; i < 6; i++)
        {
            await Step(rig);
        }

        await rig.ShownUpTo(5);
        ShownFrame[] shown = [.. rig.Shown];
        Assert.Equal([0, 1, 1, 1, 5, 5], shown.Select(frame => frame.AnalysedNumber!.Value));
        Assert.All(shown, frame =>
        {
            Vector2 expected = new Vector2(150, 110) + (frame.Number * way);
            Assert.True(Vector2.Distance(expected, frame.Middle) < 2.5f, $"frame {frame.Number}: the polyp lies at {expected}, its outline about {frame.Middle}");
            Assert.Equal(Math.Abs(frame.Number - frame.AnalysedNumber!.Value) * Pace, frame.MaskAge);
        });
        gate.Release(100);
    }

    [Fact]
    public async Task Accept_MasksOfAnotherView_AreNotShown()
    {
        await using var rig = new LiveRig(Options);
        await rig.Running();
        using var gate = new SemaphoreSlim(0);
        rig.Give();
        await rig.Analysed(1);
        await Step(rig);
        rig.Network.OnCall = (_, _) => gate.Wait(TestContext.Current.CancellationToken);

        // The second view is never analysed in time.
        for (int i = 0; i < 10; i++)
        {
            rig.Give(view: 1, polyp: false);
            await Step(rig);
        }

        await rig.ShownUpTo(5);
        Assert.Equal(0, rig.Shown.First().AnalysedNumber);
        Assert.All(rig.Shown.Skip(1), frame => Assert.Equal((null, 0), (frame.AnalysedNumber, frame.Outlines.Length)));
        gate.Release(100);
    }

    [Fact]
    public async Task Accept_MasksThatComeTooLate_LetTheFrameOutInTime()
    {
        using var gate = new ManualResetEventSlim(initialState: false);
        await using var rig = new LiveRig(Options);
        await rig.Running();
        rig.Network.OnCall = (_, _) => gate.Wait(TestContext.Current.CancellationToken);
        for (int i = 0; i < 100; i++)
        {
            rig.Give();
            await Step(rig);
        }

        Assert.All(rig.Shown, frame => Assert.Equal((Options.SynchronisedDelay, null), (frame.Added, frame.AnalysedNumber)));
        Assert.Equal(SegmentationState.Degraded, rig.Shown.Last().State);
        gate.Set();
    }

    [Fact]
    public async Task Slates_KeepTheirPlaceBetweenFrames()
    {
        await using var rig = new LiveRig(Options);
        for (int i = 0; i < 6; i++)
        {
            rig.Give();
            rig.GiveSlate();
            await Step(rig);
        }

        for (int i = 0; i < 6; i++)
        {
            await Step(rig);
        }

        await rig.ShownUpTo(11);
        Assert.Equal(Enumerable.Range(0, 12).Select(n => ((long)n, n % 2 == 1)), rig.Shown.Select(frame => (frame.Number, frame.IsSlate)));
    }

    [Fact]
    public async Task Dispose_WhileFramesWait_HandsThemOver()
    {
        var rig = new LiveRig(Options);
        for (int i = 0; i < 5; i++)
        {
            rig.Give();
        }

        Assert.Empty(rig.Shown);
        await rig.DisposeAsync();
        Assert.Equal((5, 5), (rig.Counts.Delivered, rig.Counts.Captured));
    }

    [Fact]
    public async Task Accept_MoreThanCanWait_GivesTheOldestUp()
    {
        await using var rig = new LiveRig(Options, starts: false);
        for (int i = 0; i < 40; i++)
        {
            rig.Give(width: 32, height: 32);
        }

        Assert.Equal(LiveDropReason.Overflow, Assert.Single(rig.Counts.Dropped).Key);
        long lost = rig.Counts.DroppedTotal;
        Assert.InRange(lost, 1, 30);
        rig.Time.Advance(Options.SynchronisedDelay);
        await rig.ShownUpTo(39);
        Assert.Equal(lost, rig.Shown.First().Number);
        Assert.Equal(40 - lost, rig.Shown.Count);
    }

    /// <summary>Lets a frame's time pass, and waits until what is due is shown.</summary>
    private static async Task Step(LiveRig rig)
    {
        rig.Time.Advance(Pace);
        LiveFrameCounts counts = rig.Counts;
        long due = rig.DueBy(Options.SynchronisedDelay);
        await Eventually.Holds(() => rig.Shown.Count >= due, $"{due} of {counts.Captured + counts.Slates} shown");
    }
}
