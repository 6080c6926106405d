using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace VideoSeg.Host.Tests.Api;

public sealed class StreamEndpointsTests
{
    private static string Quiet => "\"Streams\": { \"quiet\": { \"Enabled\": false, \"Title\": \"Quiet\", \"Source\": { \"Url\": \"rtsp://user:hush@127.0.0.1:1/x\" } } }";

    [Fact]
    public async Task Stream_AddedChangedAndRemoved_ComesAndGoes()
    {
        await using RunningService service = await RunningService.StartAsync(Quiet);
        string video = service.Video();

        HttpResponseMessage added = await service.SendAsync(HttpMethod.Post, "/api/streams", $$"""{ "name": "room1", "title": "Room 1", "source": { "url": "{{video}}" } }""");

        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal("/api/streams/room1", added.Headers.Location!.ToString());
        await DeliversAsync(service, "room1");
        JsonNode status = await service.GetAsync("/api/streams/room1");
        Assert.Equal(("Room 1", "api", 128), ((string)status["title"]!, (string)status["origin"]!, (int)status["source"]!["video"]!["width"]!));
        Assert.True((double)status["delays"]!["added"]!["p99"]! > 0);
        Assert.Equal(video, (string)status["configuration"]!["source"]!["url"]!);
        Assert.Equal(["quiet", "room1"], (await service.GetAsync("/api/streams")).AsArray().Select(stream => (string)stream!["name"]!));

        // The same again leaves the stream as it is; another source makes another one.
        object before = service.Host.Streams.Find("room1")!.Stream;
        HttpResponseMessage same = await service.SendAsync(HttpMethod.Put, "/api/streams/room1", $$"""{ "title": "Room 1", "source": { "url": "{{video}}" } }""");
        Assert.Equal(HttpStatusCode.OK, same.StatusCode);
        Assert.Same(before, service.Host.Streams.Find("room1")!.Stream);
        HttpResponseMessage ranked = await service.SendAsync(HttpMethod.Put, "/api/streams/room1", $$"""{ "title": "Room 1", "priority": "high", "source": { "url": "{{video}}" } }""");
        Assert.Equal(HttpStatusCode.OK, ranked.StatusCode);
        Assert.Same(before, service.Host.Streams.Find("room1")!.Stream);
        Assert.Equal(Pipeline.Live.StreamPriority.High, service.Host.Streams.Find("room1")!.Stream.Priority);
        Assert.Equal("high", (string)(await service.GetAsync("/api/streams/room1"))["configuration"]!["priority"]!);
        CancellationToken ending = service.Host.Streams.Find("room1")!.Ending;
        HttpResponseMessage changed = await service.SendAsync(HttpMethod.Put, "/api/streams/room1", $$"""{ "source": { "url": "{{video}}", "readTimeout": "3 s" } }""");
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotSame(before, service.Host.Streams.Find("room1")!.Stream);
        Assert.True(ending.IsCancellationRequested);
        await DeliversAsync(service, "room1");

        HttpResponseMessage disabled = await service.SendAsync(HttpMethod.Put, "/api/streams/room1", $$"""{ "enabled": false, "source": { "url": "{{video}}" } }""");
        Assert.Equal(HttpStatusCode.OK, disabled.StatusCode);
        Assert.Equal("stopped", (string)(await service.GetAsync("/api/streams/room1"))["source"]!["state"]!);

        Assert.Equal(HttpStatusCode.NoContent, (await service.SendAsync(HttpMethod.Delete, "/api/streams/room1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await service.SendAsync(HttpMethod.Get, "/api/streams/room1")).StatusCode);
    }

    [Theory]
    [InlineData("""{ "name": "a", "title": "A", "Title": "B", "source": { "url": "udp://127.0.0.1:1" } }""")]
    [InlineData("""{ "name": "a", "source": { "url": "udp://127.0.0.1:1", "URL": "udp://127.0.0.1:2" } }""")]
    [InlineData("""{ "name": "a", "source": "rtsp://user:hush@127.0.0.1/x" }""")]
    [InlineData("""{ "name": "a", "redact": true, "field": "whole", "source": { "url": "udp://127.0.0.1:1" } }""")]
    public async Task Stream_OfAMalformedBody_IsRefusedWithoutItsSecrets(string body)
    {
        await using RunningService service = await RunningService.StartAsync(Quiet);

        HttpResponseMessage answer = await service.SendAsync(HttpMethod.Post, "/api/streams", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.NotEmpty(JsonNode.Parse(text)!["faults"]!.AsArray());
        Assert.DoesNotContain("hush", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_WithFaults_IsRefusedWithAllOfThem()
    {
        await using RunningService service = await RunningService.StartAsync(Quiet);

        HttpResponseMessage answer = await service.SendAsync(HttpMethod.Post, "/api/streams", """{ "name": "Room 1", "source": { "url": "udp://127.0.0.1:1", "loop": 5 }, "maxMaskAge": "10 s", "colour": "red" }""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        JsonNode problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(["colour", "maxMaskAge", "name", "source.loop"], problem["faults"]!.AsArray().Select(fault => (string)fault!["path"]!).Order(StringComparer.Ordinal));
        Assert.Contains("expected 20 ms to 5 s, found 10 s", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Equal("quiet", (string)Assert.Single((await service.GetAsync("/api/streams")).AsArray())!["name"]!);
    }

    [Theory]
    [InlineData("{", "expected JSON")]
    [InlineData("[]", "expected an object, found Array")]
    [InlineData("null", "expected an object, found null")]
    [InlineData("{ \"name\": \"a\", \"name\": \"b\", \"source\": { \"url\": \"udp://127.0.0.1:1\" } }", "expected JSON")]
    [InlineData("{ \"source\": { \"url\": \"udp://127.0.0.1:1\" } }", "name: expected")]
    public async Task Stream_OfNoSense_IsRefused(string body, string expected)
    {
        await using RunningService service = await RunningService.StartAsync(Quiet);

        HttpResponseMessage answer = await service.SendAsync(HttpMethod.Post, "/api/streams", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(expected, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_OfANameThatIsTaken_IsAConflict()
    {
        await using RunningService service = await RunningService.StartAsync();
        string body = $$"""{ "name": "sample", "source": { "url": "{{service.Video()}}" } }""";

        Assert.Equal(HttpStatusCode.Conflict, (await service.SendAsync(HttpMethod.Post, "/api/streams", body)).StatusCode);
    }

    [Fact]
    public async Task Stream_OfTheConfiguration_IsChangedThereOnly()
    {
        await using RunningService service = await RunningService.StartAsync(Quiet);

        Assert.Equal(HttpStatusCode.Conflict, (await service.SendAsync(HttpMethod.Put, "/api/streams/quiet", """{ "source": { "url": "udp://127.0.0.1:1" } }""")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await service.SendAsync(HttpMethod.Delete, "/api/streams/quiet")).StatusCode);
        Assert.Equal("Quiet", (string)(await service.GetAsync("/api/streams/quiet"))["title"]!);
    }

    [Fact]
    public async Task Secrets_OfAStream_AreNeverToldButKept()
    {
        await using RunningService service = await RunningService.StartAsync("""
            "StateFile": "FOLDER/state.json"
            """);
        const string Body = """{ "name": "camera", "enabled": false, "source": { "url": "rtsp://user:hush@127.0.0.1:1/x", "options": { "passphrase": "hush" } } }""";

        string[] answers =
        [
            await TextAsync(await service.SendAsync(HttpMethod.Post, "/api/streams", Body)),
            await TextAsync(await service.SendAsync(HttpMethod.Get, "/api/streams")),
            await TextAsync(await service.SendAsync(HttpMethod.Get, "/api/streams/camera")),
        ];

        Assert.All(answers, answer => Assert.DoesNotContain("hush", answer, StringComparison.Ordinal));
        JsonNode configuration = (await service.GetAsync("/api/streams/camera"))["configuration"]!;
        configuration["title"] = "Camera";
        HttpResponseMessage changed = await service.SendAsync(HttpMethod.Put, "/api/streams/camera", configuration.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal("rtsp://user:hush@127.0.0.1:1/x", service.Host.Streams.Entry("camera")!.Definition.Options.Source.Url);
        Assert.Equal("hush", service.Host.Streams.Entry("camera")!.Definition.Options.Source.Options["passphrase"]);
        string state = service.File("state.json");
        Assert.Contains("hush", await File.ReadAllTextAsync(state, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(state));
    }

    [Fact]
    public async Task Bodies_ThatAreNoJsonOrTooLong_AreRefused()
    {
        await using RunningService service = await RunningService.StartAsync(Quiet);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("name", "x")]);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await service.Client.PostAsync("/api/streams", form, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await service.SendAsync(HttpMethod.Post, "/api/streams", $$"""{ "name": "{{new string('x', 300_000)}}" }""")).StatusCode);
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer) => await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static Task DeliversAsync(RunningService service, string stream) =>
        Until.HoldsAsync(async () => (long)(await service.GetAsync($"/api/streams/{stream}"))["delivered"]! > 0, $"{stream} delivers");
}
