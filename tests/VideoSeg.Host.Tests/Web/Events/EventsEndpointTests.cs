using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Xunit;

namespace VideoSeg.Host.Tests.Web.Events;

public sealed class EventsEndpointTests
{
    private const string Outlet = "viewers.detections";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_OfAStream_TellHowItIsAndWhatIsFound()
    {
        await using RunningService service = await StartAsync();
        using HttpResponseMessage answer = await OpenAsync(service);

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        var events = new List<SseItem<string>>();
        await foreach (SseItem<string> item in ReadAsync(answer))
        {
            events.Add(item);
            if (events.Count(one => one.EventType == "status") >= 3 && events.Count(one => one.EventType == "detections") >= 3)
            {
                break;
            }
        }

        Assert.Equal("status", events[0].EventType);
        JsonNode status = JsonNode.Parse(events.Last(one => one.EventType == "status").Data)!;
        JsonObject asked = (await service.GetAsync("/api/streams")).AsArray().Single()!.AsObject();
        Assert.Equal(asked.Select(property => property.Key).Order(StringComparer.Ordinal), status.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal));
        Assert.InRange((long)status["captured"]!, 1, (long)asked["captured"]!);

        SseItem<string>[] found = [.. events.Where(one => one.EventType == "detections")];
        long[] frames = [.. found.Select(one => (long)JsonNode.Parse(one.Data)!["frame"]!)];
        Assert.Equal(frames.Order().Distinct(), frames);
        Assert.Equal(found.Select(one => one.EventId), frames.Select(frame => $"{frame}"));
        Assert.Contains(found, one => JsonNode.Parse(one.Data)!["polyps"]!.AsArray().Count > 0);
    }

    [Fact]
    public async Task Subscribers_OfAStream_ShareOneOutletThatIsThereWhileTheyAre()
    {
        await using RunningService service = await StartAsync();
        Assert.DoesNotContain(Outlet, await OutletsAsync(service));

        using (HttpResponseMessage first = await OpenAsync(service))
        using (HttpResponseMessage second = await OpenAsync(service))
        {
            await FirstAsync(first, "detections");
            await FirstAsync(second, "detections");
            Assert.Single(await OutletsAsync(service), Outlet);
            Assert.Equal(2, await ViewersAsync(service));
        }

        await Until.HoldsAsync(async () => await ViewersAsync(service) == 0, "nobody subscribes");
        await Until.HoldsAsync(async () => !(await OutletsAsync(service)).Contains(Outlet), "the outlet is gone");
    }

    [Fact]
    public async Task Events_OfAStreamThatGoes_EndAndSayWhy()
    {
        await using RunningService service = await RunningService.StartAsync("\"StateFile\": \"FOLDER/state.json\"");
        string video = service.Video();
        Assert.Equal(HttpStatusCode.Created, (await service.SendAsync(HttpMethod.Put, "/api/streams/room1", $$"""{ "source": { "url": "{{video}}" } }""")).StatusCode);

        using HttpResponseMessage changed = await OpenAsync(service);
        Assert.Equal(HttpStatusCode.OK, (await service.SendAsync(HttpMethod.Put, "/api/streams/room1", $$"""{ "source": { "url": "{{video}}", "readTimeout": "3 s" } }""")).StatusCode);
        Assert.Equal("""{"reason":"streamChanged"}""", (await ToEndAsync(changed)).Data);

        using HttpResponseMessage removed = await OpenAsync(service);
        Assert.Equal(HttpStatusCode.NoContent, (await service.SendAsync(HttpMethod.Delete, "/api/streams/room1")).StatusCode);
        Assert.Equal("""{"reason":"streamRemoved"}""", (await ToEndAsync(removed)).Data);
    }

    [Fact]
    public async Task Events_OfAServiceThatEnds_EndAndSaySo()
    {
        RunningService service = await StartAsync(""", "off": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } }""");
        using HttpResponseMessage running = await OpenAsync(service);
        using HttpResponseMessage idle = await OpenAsync(service, "off");
        await FirstAsync(running, "detections");

        await service.DisposeAsync();

        // What was sent before the end is still to be read.
        Assert.Equal("""{"reason":"serviceEnds"}""", (await ToEndAsync(idle)).Data);
    }

    [Fact]
    public async Task Events_OfAStreamThatDoesNotRun_TellHowItIsUntilItRuns()
    {
        await using RunningService service = await RunningService.StartAsync("\"StateFile\": \"FOLDER/state.json\"");
        string body = $$"""{ "enabled": ENABLED, "source": { "url": "{{service.Video()}}" } }""";
        await service.SendAsync(HttpMethod.Put, "/api/streams/room1", body.Replace("ENABLED", "false", StringComparison.Ordinal));
        using HttpResponseMessage answer = await OpenAsync(service);
        IAsyncEnumerator<SseItem<string>> events = ReadAsync(answer).GetAsyncEnumerator(Token);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("stopped", (string)JsonNode.Parse(events.Current.Data)!["source"]!["state"]!);

        await service.SendAsync(HttpMethod.Put, "/api/streams/room1", body.Replace("ENABLED", "true", StringComparison.Ordinal));
        do
        {
            Assert.True(await events.MoveNextAsync());
        }
        while (events.Current.EventType != "end");

        Assert.False(await events.MoveNextAsync());
        await events.DisposeAsync();
    }

    [Fact]
    public async Task Events_OfAStreamThatThereIsNot_AreNotFound()
    {
        await using RunningService service = await StartAsync();

        using HttpResponseMessage answer = await OpenAsync(service, "none");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    private static async Task<RunningService> StartAsync(string more = "")
    {
        // The source is made after the folder, and waits for the file until then.
        RunningService service = await RunningService.StartAsync($$"""
            "Streams": { "room1": { "Source": { "Url": "FOLDER/moving.mkv" } } {{more}} }
            """);
        service.Video();
        return service;
    }

    private static Task<HttpResponseMessage> OpenAsync(RunningService service, string stream = "room1") =>
        service.Client.GetAsync($"/api/streams/{stream}/events", HttpCompletionOption.ResponseHeadersRead, Token);

    private static async IAsyncEnumerable<SseItem<string>> ReadAsync(HttpResponseMessage answer)
    {
        await foreach (SseItem<string> item in SseParser.Create(await answer.Content.ReadAsStreamAsync(Token)).EnumerateAsync(Token))
        {
            yield return item;
        }
    }

    private static async Task<SseItem<string>> FirstAsync(HttpResponseMessage answer, string type)
    {
        await foreach (SseItem<string> item in ReadAsync(answer))
        {
            if (item.EventType == type)
            {
                return item;
            }
        }

        throw new InvalidOperationException($"the events ended without {type}");
    }

    // The last event, once the service has ended the answer.
    private static async Task<SseItem<string>> ToEndAsync(HttpResponseMessage answer)
    {
        SseItem<string> last = default;
        await foreach (SseItem<string> item in ReadAsync(answer))
        {
            last = item;
        }

        Assert.Equal("end", last.EventType);
        return last;
    }

    private static async Task<string[]> OutletsAsync(RunningService service) =>
        [.. (await service.GetAsync("/api/streams/room1"))["outlets"]!.AsArray().Select(outlet => (string)outlet!["name"]!)];

    private static async Task<int> ViewersAsync(RunningService service)
    {
        string text = await service.Client.GetStringAsync("/metrics", Token);
        string? line = text.Split('\n').FirstOrDefault(line => line.StartsWith("videoseg_live_viewers{", StringComparison.Ordinal) && line.Contains("kind=\"events\"", StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
