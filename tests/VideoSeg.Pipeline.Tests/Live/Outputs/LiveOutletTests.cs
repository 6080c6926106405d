using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Outputs;

public sealed class LiveOutletTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly OutletWatch _watch;

    public LiveOutletTests() => _watch = new OutletWatch(_time);

    public void Dispose() => _watch.Dispose();

    [Fact]
    public async Task Fault_OfAnyKind_IsThatFramesOwn_AndTheOutletGoesOnAfterAPause()
    {
        using var feed = new FrameFeed(_watch);
        int calls = 0;
        await using var outlet = new Outlet(_watch.Context, () =>
        {
            if (calls++ == 0)
            {
                throw new InvalidOperationException("no memory");
            }
        });
        outlet.Start();
        await feed.OfferAsync(outlet, 1);
        Assert.Equal((LiveOutletState.Waiting, "it failed (InvalidOperationException: no memory)"), (outlet.Status.State, outlet.Status.Reason));
        await feed.OfferAsync(outlet, 5);
        Assert.Equal((1, 5, 1), (outlet.Dropped(OutletDropReason.Failed), outlet.Dropped(OutletDropReason.Away), calls));
        _time.Advance(LiveOutlet.FaultPause);
        await feed.OfferAsync(outlet, 3);
        Assert.Equal((3, LiveOutletState.Running), (outlet.Delivered, outlet.Status.State));
    }

    private sealed class Outlet(LiveContext context, Action deliver) : LiveOutlet("test", "outlet", "test", 8, context)
    {
        protected override OutletDropReason? Deliver(LiveFrame frame)
        {
            deliver();
            SetState(LiveOutletState.Running, "");
            return null;
        }
    }
}
