using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Metrics;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Tests.Support;

namespace VideoSeg.Pipeline.Tests.Live.Delivery;

public sealed class DeliveryAllocationTests
{
    private const int Window = 75;

    [Fact]
    public async Task Accept_OnceWarm_AllocatesNothing()
    {
        await using var rig = new LiveRig();
        await rig.Running();
        await rig.GiveUntil(frame => frame is { State: SegmentationState.Active, Outlines.Length: 1 }, "a marked frame");
        // Pools and buffers grow to what frames on their way need: more than there will be afterwards.
        rig.OutletGate.Reset();
        for (int i = 0; i < 40; i++)
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(5));
            rig.Give();
        }

        rig.OutletGate.Set();
        await rig.ShownUpTo(rig.Counts.Captured - 1);

        // Buffers of a frame that comes up for the first time may still grow; what allocates for each frame does so in every window.
        var windows = new List<long>();
        while (windows.Count < 12 && (windows.Count == 0 || windows[^1] != 0))
        {
            int marked = rig.Shown.Count(shown => shown.Outlines.Length > 0);
            windows.Add(await AllocatedInAWindow(rig));
            Assert.True(rig.Shown.Count(shown => shown.Outlines.Length > 0) > marked + (Window / 2), "frames without marks prove nothing");
        }

        Assert.True(windows[^1] == 0, $"bytes in windows of {Window} frames: {string.Join(", ", windows)}");
    }

    [Fact]
    public async Task Outlet_ThatBlocks_LosesItsOwnFramesOnly()
    {
        using var gate = new ManualResetEventSlim(initialState: false);
        await using var rig = new LiveRig();
        var blocked = new BlockedOutlet(rig.Context, gate);
        rig.Stream.Add(blocked);
        for (int i = 0; i < 50; i++)
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(20));
            rig.Give();
        }

        await rig.ShownUpTo(49);
        Assert.Equal(Enumerable.Range(0, 50).Select(n => (long)n), rig.Shown.Select(frame => frame.Number));
        await Eventually.Holds(() => blocked.Dropped(OutletDropReason.Busy) >= 46, "its frames dropped");
        Assert.Equal(50, rig.Counts.Delivered);
        gate.Set();
    }

    private static async Task<long> AllocatedInAWindow(LiveRig rig)
    {
        long allocated = 0;
        for (int i = 0; i < Window; i++)
        {
            VideoFrame frame = rig.Render(0, 0, polyp: true, view: 0, LiveRig.Width, LiveRig.Height);
            rig.Time.Advance(TimeSpan.FromMilliseconds(20));
            long now = rig.Time.GetTimestamp(), before = GC.GetAllocatedBytesForCurrentThread();
            rig.Stream.Accept(frame, now);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            await rig.ShownUpTo(rig.Counts.Captured - 1);
        }

        return allocated;
    }

    private sealed class BlockedOutlet(LiveContext context, ManualResetEventSlim gate) : LiveOutlet("test", "blocked", "test", 3, context)
    {
        protected override OutletDropReason? Deliver(LiveFrame frame)
        {
            gate.Wait(StopToken);
            return null;
        }
    }
}
