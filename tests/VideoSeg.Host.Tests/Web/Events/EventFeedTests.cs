using System.Globalization;
using System.Net.ServerSentEvents;
using Microsoft.Extensions.DependencyInjection;
using VideoSeg.Host.Api;
using VideoSeg.Host.Service;
using VideoSeg.Host.Web;
using VideoSeg.Host.Web.Events;
using VideoSeg.Pipeline.Live;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Host.Tests.Web.Events;

public sealed class EventFeedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Status_OnAChange_IsToldAtOnce()
    {
        await using RunningService service = await RunningService.StartAsync(
            """ "Streams": { "off": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } }, "other": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } } } """);
        // No time ever goes by: the first status waits for no timer, and what comes after it was told because of the change.
        await using IAsyncEnumerator<SseItem<string>> events = Feed(service, "off", new FakeTimeProvider()).ReadAsync(CancellationToken.None, Token).GetAsyncEnumerator(Token);
        Assert.True(await events.MoveNextAsync());
        ValueTask<bool> next = events.MoveNextAsync();
        var observer = service.Host.Services.GetRequiredService<ILiveObserver>();

        observer.SegmentationChanged("other", SegmentationState.Active, "");
        Assert.False(next.IsCompleted);
        observer.SegmentationChanged("off", SegmentationState.Active, "");

        Assert.True(await next);
        Assert.Equal("status", events.Current.EventType);
    }

    [Fact]
    public async Task Detections_NotReadInTime_LoseTheOldestAndAreCounted()
    {
        await using RunningService service = await RunningService.StartAsync(""" "Streams": { "room1": { "Source": { "Url": "FOLDER/moving.mkv" } } } """);
        service.Video();
        using var ending = new CancellationTokenSource();
        await using IAsyncEnumerator<SseItem<string>> events = Feed(service, "room1", TimeProvider.System).ReadAsync(ending.Token, Token).GetAsyncEnumerator(Token);
        long first = await NextFrameAsync(events);

        await Until.HoldsAsync(async () => await LostAsync(service) > 10, "some were lost");
        Assert.True(await NextFrameAsync(events) > first + 1);
        await ending.CancelAsync();
        do
        {
            Assert.True(await events.MoveNextAsync());
        }
        while (events.Current.EventType == "status");

        // Told at once: what waits is not sent any more.
        Assert.Equal("end", events.Current.EventType);
        Assert.False(await events.MoveNextAsync());
    }

    private static EventFeed Feed(RunningService service, string stream, TimeProvider time)
    {
        IServiceProvider parts = service.Host.Services;
        return new EventFeed(
            service.Host.Streams.Require(stream), service.Host.Streams, parts.GetRequiredService<StatusReader>(), parts.GetRequiredService<StreamNews>(),
            parts.GetRequiredService<SharedDetections>(), parts.GetRequiredService<ViewerInstruments>(), time);
    }

    private static async Task<long> NextFrameAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        do
        {
            Assert.True(await events.MoveNextAsync());
        }
        while (events.Current.EventType != "detections");

        return long.Parse(events.Current.EventId!, CultureInfo.InvariantCulture);
    }

    private static async Task<double> LostAsync(RunningService service) => (await service.Client.GetStringAsync("/metrics", Token)).Split('\n')
        .Where(line => line.StartsWith("videoseg_live_viewer_frames_total{", StringComparison.Ordinal)
            && line.Contains("kind=\"events\"", StringComparison.Ordinal) && line.Contains("dropped_slow", StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
