using VideoSeg.Model;
using VideoSeg.Model.Images;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Outputs;

[Collection(NativeHandles.Name)]
public sealed class EncodedRenditionTests : IDisposable
{
    private static readonly TimeSpan s_never = TimeSpan.FromMinutes(1);

    private readonly OutletWatch _watch = new();

    public void Dispose() => _watch.Dispose();

    [Fact]
    public async Task Packets_OfOneEncode_GoToAllWhoSubscribe()
    {
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = Start();
        using PacketSubscription first = rendition.Subscribe(100), second = rendition.Subscribe(100);
        await feed.OfferAsync(rendition, 5);

        List<LivePacket> all = ReadAll(first), others = ReadAll(second);
        Assert.Equal(5, all.Count);
        Assert.Equal(all, others);
        Assert.Equal([0L, 1, 2, 3, 4], all.Select(packet => packet.FrameNumber));
        Assert.Equal([0L, 9000, 18000, 27000, 36000], all.Select(packet => packet.Packet.PresentationTime!.Value));
        Assert.Equal(FrameFeed.Start.AddMilliseconds(300), all[3].CapturedUtc);
        Assert.True(all[3].HandedOverAt <= all[3].EncodedAt);
        Assert.Equal([true, false, false, false, false], all.Select(packet => packet.IsKey));
        Assert.All(all, packet => Assert.Same(rendition.Format, packet.Format));
        Assert.Equal((5L, 0L, LiveOutletState.Running), (rendition.Delivered, rendition.Status.Dropped, rendition.Status.State));
        Release(all, others);
    }

    [Fact]
    public async Task Subscribe_InTheMiddle_BringsAKeyPictureWithTheNextFrame()
    {
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = Start(keyFrameRequestInterval: TimeSpan.Zero);
        using PacketSubscription first = rendition.Subscribe(100);
        await feed.OfferAsync(rendition, 7);
        using PacketSubscription late = rendition.Subscribe(100);
        await feed.OfferAsync(rendition, 3);

        List<LivePacket> packets = ReadAll(late), all = ReadAll(first);
        Assert.Equal([(7L, true), (8, false), (9, false)], packets.Select(packet => (packet.FrameNumber, packet.IsKey)));
        Assert.Equal(10, all.Count);
        Assert.Equal((0L, 0L), (late.Lost, first.Lost));
        Release(packets, all);
    }

    [Fact]
    public async Task Subscribe_ByMany_MakesNoMoreKeyPicturesThanAllowed()
    {
        var time = new FakeTimeProvider();
        using var watch = new OutletWatch(time);
        using var feed = new FrameFeed(watch);
        await using EncodedRendition rendition = Start(watch, TimeSpan.FromMilliseconds(500));
        using PacketSubscription all = rendition.Subscribe(100);
        for (int i = 0; i < 31; i++)
        {
            using PacketSubscription passing = rendition.Subscribe(1);
            await feed.OfferAsync(rendition, 1);
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        List<LivePacket> packets = ReadAll(all);
        Assert.Equal([0L, 5, 10, 15, 20, 25, 30], packets.Where(packet => packet.IsKey).Select(packet => packet.FrameNumber));
        Release(packets);
    }

    [Fact]
    public async Task SlowViewer_LosesItsOwnPacketsUpToAKeyPictureOnly()
    {
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = Start(keyFrameRequestInterval: TimeSpan.Zero);
        using PacketSubscription quick = rendition.Subscribe(100), slow = rendition.Subscribe(4), careful = rendition.Subscribe(4, PacketOverflow.KeepWhatWaits);
        await feed.OfferAsync(rendition, 8);

        List<LivePacket> all = ReadAll(quick), newest = ReadAll(slow), kept = ReadAll(careful);
        Assert.Equal(Enumerable.Range(0, 8).Select(i => (long)i), all.Select(packet => packet.FrameNumber));

        // The fifth packet finds four waiting; all five are lost, and so is what comes before the key picture that is asked for then.
        Assert.True(newest[0].IsKey);
        Assert.Equal(8 - newest.Count, slow.Lost);
        Assert.Equal(7L, newest[^1].FrameNumber);
        Assert.Equal([0L, 1, 2, 3], kept.Select(packet => packet.FrameNumber));
        Assert.Equal(4, careful.Lost);

        // There is room again: it goes on with a key picture.
        await feed.OfferAsync(rendition, 2);
        List<LivePacket> after = ReadAll(careful);
        Assert.True(after[0].IsKey);
        Assert.Equal(6 - after.Count, careful.Lost);
        Release(all, newest, kept, after, ReadAll(quick), ReadAll(slow));
    }

    [Fact]
    public async Task Viewer_ThatDoesNotReadAtAll_CostsTheOthersOneKeyPicture()
    {
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = Start(keyFrameRequestInterval: TimeSpan.Zero);
        using PacketSubscription quick = rendition.Subscribe(100), stuck = rendition.Subscribe(2);
        await feed.OfferAsync(rendition, 40);
        List<LivePacket> all = ReadAll(quick);
        Assert.Equal(2, all.Count(packet => packet.IsKey));

        // It reads again, and goes on with a key picture of its own.
        Release(ReadAll(stuck));
        await feed.OfferAsync(rendition, 2);
        List<LivePacket> after = ReadAll(stuck);
        Assert.True(after[0].IsKey);
        Release(all, after, ReadAll(quick));
    }

    [Fact]
    public async Task SkipToNewest_GivesUpWhatWaits()
    {
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = Start(keyFrameRequestInterval: TimeSpan.Zero);
        using PacketSubscription subscription = rendition.Subscribe(100);
        await feed.OfferAsync(rendition, 5);
        subscription.SkipToNewest();
        await feed.OfferAsync(rendition, 2);
        List<LivePacket> packets = ReadAll(subscription);
        Assert.Equal([(5L, true), (6, false)], packets.Select(packet => (packet.FrameNumber, packet.IsKey)));
        Assert.Equal(5, subscription.Lost);
        Release(packets);
    }

    [Fact]
    public async Task Rendition_ThatNobodyTakes_EncodesNothing()
    {
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = Start();
        await feed.OfferAsync(rendition, 3);
        Assert.Equal((0L, 3L), (rendition.Delivered, rendition.Dropped(OutletDropReason.Unwanted)));
        Assert.Null(rendition.Format);

        PacketSubscription subscription = rendition.Subscribe(10);
        await feed.OfferAsync(rendition, 1);
        Assert.NotNull(rendition.Format);
        subscription.Dispose();
        await feed.OfferAsync(rendition, 1);
        Assert.Null(rendition.Format);
        Assert.Equal(0, rendition.Subscriptions);
    }

    [Fact]
    public async Task Picture_OfAnotherSize_BringsAnotherFormatWithAKeyPicture()
    {
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = Start();
        using PacketSubscription subscription = rendition.Subscribe(100);
        await feed.OfferAsync(rendition, 3);
        feed.Resize(200, 100);
        await feed.OfferAsync(rendition, 3);
        List<LivePacket> packets = ReadAll(subscription);
        Assert.Equal([160, 160, 160, 200, 200, 200], packets.Select(packet => packet.Format.Width));
        Assert.Equal([true, false, false, true, false, false], packets.Select(packet => packet.IsKey));
        Assert.Equal(0, subscription.Lost);
        Release(packets);
    }

    [Theory]
    [InlineData(LiveRendition.Annotated, FrameFeed.AnnotatedLuma)]
    [InlineData(LiveRendition.Original, FrameFeed.OriginalLuma)]
    public async Task Rendition_TakesThePictureThatIsAskedFor(LiveRendition picture, byte luma)
    {
        using var feed = new FrameFeed(_watch);
        await using EncodedRendition rendition = Start(new EncodedRenditionOptions { Picture = picture, Encoder = new VideoEncoderOptions { Codec = "mjpeg" } }, _watch);
        using PacketSubscription subscription = rendition.Subscribe(10);
        await feed.OfferAsync(rendition, 1);
        List<LivePacket> packets = ReadAll(subscription);
        byte found = ImageFile.Decode(packets[0].Packet.Data, "jpeg").Data[0];
        Assert.InRange(found, ((luma - 16) * 255 / 219) - 3, ((luma - 16) * 255 / 219) + 3);
        Release(packets);
    }

    [Fact]
    public async Task Encoder_ThatCannotBeOpened_IsToldOfAndTriedAgainAfterAWait()
    {
        var time = new FakeTimeProvider();
        using var watch = new OutletWatch(time);
        using var feed = new FrameFeed(watch);
        var options = new EncodedRenditionOptions { Encoder = new VideoEncoderOptions { Codec = "libnothing" }, RetryDelay = TimeSpan.FromSeconds(2) };
        await using EncodedRendition rendition = Start(options, watch);
        using PacketSubscription subscription = rendition.Subscribe(10);
        await feed.OfferAsync(rendition, 3);
        Assert.Equal(LiveOutletState.Waiting, rendition.Status.State);
        Assert.Contains("libnothing", rendition.Status.Reason, StringComparison.Ordinal);
        Assert.Equal((1L, 2L), (rendition.Dropped(OutletDropReason.Failed), rendition.Dropped(OutletDropReason.Away)));
        time.Advance(TimeSpan.FromSeconds(2));
        await feed.OfferAsync(rendition, 1);
        Assert.Equal(2, rendition.Dropped(OutletDropReason.Failed));
    }

    [Fact]
    public void Options_ThatAreWrong_AreAllNamed()
    {
        var options = new EncodedRenditionOptions { QueueCapacity = 0, Picture = (LiveRendition)9 };
        var fault = Assert.Throws<VideoSegException>(() => new EncodedRendition("room", "video", options, _watch.Context));
        Assert.Equal(2, fault.Message.Split('\n').Length);
    }

    [Fact]
    public async Task Dispose_EndsTheSubscriptionsAndLeavesNoHandle()
    {
        Pipeline.Interop.MediaHandleCounts before = Pipeline.Interop.MediaLibrary.LiveHandles;
        using (var feed = new FrameFeed(_watch))
        {
            EncodedRendition rendition = Start();
            PacketSubscription subscription = rendition.Subscribe(10), abandoned = rendition.Subscribe(10);
            await feed.OfferAsync(rendition, 2);
            await rendition.DisposeAsync();
            (await subscription.ReadAsync(TestContext.Current.CancellationToken))!.Dispose();
            (await subscription.ReadAsync(TestContext.Current.CancellationToken))!.Dispose();
            Assert.Null(await subscription.ReadAsync(TestContext.Current.CancellationToken));
            Assert.True(subscription.HasEnded);
            using PacketSubscription late = rendition.Subscribe(10);
            Assert.Null(await late.ReadAsync(TestContext.Current.CancellationToken));
            feed.Offer(rendition);
            Assert.Equal(1, rendition.Dropped(OutletDropReason.Stopped));
            abandoned.Dispose();
        }

        Assert.Equal(before, Pipeline.Interop.MediaLibrary.LiveHandles);
    }

    private static List<LivePacket> ReadAll(PacketSubscription subscription)
    {
        var all = new List<LivePacket>();
        while (subscription.TryRead(out LivePacket? packet))
        {
            all.Add(packet);
        }

        return all;
    }

    private static void Release(params List<LivePacket>[] packets)
    {
        foreach (LivePacket packet in packets.SelectMany(all => all))
        {
            packet.Dispose();
        }
    }

    private static EncodedRendition Start(EncodedRenditionOptions options, OutletWatch watch)
    {
        var rendition = new EncodedRendition("room", "video", options, watch.Context);
        rendition.Start();
        return rendition;
    }

    private static EncodedRendition Start(OutletWatch watch, TimeSpan keyFrameRequestInterval) => Start(
        new EncodedRenditionOptions { KeyFrameRequestInterval = keyFrameRequestInterval, Encoder = new VideoEncoderOptions { KeyFrameInterval = s_never } }, watch);

    private EncodedRendition Start(TimeSpan keyFrameRequestInterval = default) => Start(_watch, keyFrameRequestInterval);
}
