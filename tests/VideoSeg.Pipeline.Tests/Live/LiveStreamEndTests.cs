using VideoSeg.Model;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.Pipeline.Tests.Live.Delivery;

namespace VideoSeg.Pipeline.Tests.Live;

/// <summary>How a stream ends, whatever its outlets do.</summary>
public sealed class LiveStreamEndTests
{
    [Fact]
    public async Task Dispose_WithAnOutletThatTakesLong_EndsTheOthersMeanwhile()
    {
        await using var rig = new LiveRig(starts: false);
        var free = new EncodedRendition("test", "free", new EncodedRenditionOptions(), rig.Context);
        var taken = new EncodedRendition("test", "taken", new EncodedRenditionOptions(), rig.Context);
        using var gate = new ManualResetEventSlim(initialState: false);
        var slow = new Taker(taken, rig.Context, gate);
        rig.Stream.Add(free);
        rig.Stream.Add(taken);
        rig.Stream.Add(slow);
        Task end = rig.Stream.DisposeAsync().AsTask();
        await Eventually.Holds(() => free.Status.State == LiveOutletState.Stopped, "the rendition that nobody takes ended");
        Assert.NotEqual(LiveOutletState.Stopped, taken.Status.State);
        Assert.False(end.IsCompleted);
        gate.Set();
        await end;
        Assert.Equal(LiveOutletState.Stopped, taken.Status.State);
    }

    [Fact]
    public async Task Add_AfterTheEnd_IsRefusedAndNothingIsStarted()
    {
        await using var rig = new LiveRig(starts: false);
        await rig.Stream.DisposeAsync();
        using var gate = new ManualResetEventSlim(initialState: true);
        await using var rendition = new EncodedRendition("test", "video", new EncodedRenditionOptions(), rig.Context);
        var fault = Assert.Throws<VideoSegException>(() => rig.Stream.Add(rendition));
        Assert.Equal("the stream test has been stopped, and takes no outlet more", fault.Message);
        Assert.DoesNotContain(rendition, rig.Stream.Outlets);
    }

    [Fact]
    public async Task Constructor_WithASourceThatIsNotAllowed_LeavesNoPlaceAtTheNetwork()
    {
        await using var rig = new LiveRig(starts: false);
        LiveContext strict = rig.Context with { SourcePolicy = new SourcePolicy(new SourcePolicyOptions { AllowedSchemes = ["rtsp"] }) };
        int places = rig.Hub.Places;
        Assert.Throws<VideoSegException>(() => new LiveStream(LiveRig.Default with { Name = "b", Source = new LiveSourceOptions { Url = "http://host/x" } }, rig.Hub, strict));
        Assert.Equal(places, rig.Hub.Places);
    }

    private sealed class Taker(EncodedRendition rendition, LiveContext context, ManualResetEventSlim gate)
        : PacketOutlet("test", "slow", "test", [rendition], 4, PacketOverflow.SkipToNewest, context)
    {
        protected override OutletDropReason? Deliver(LivePacket packet, int rendition) => null;

        protected override void Close() => gate.Wait(TestContext.Current.CancellationToken);
    }
}
