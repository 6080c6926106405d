using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace VideoSeg.Host.Tests.Api;

public sealed class RecordingEndpointsTests
{
    [Fact]
    public async Task Recording_StartedAndStopped_MakesWholeFiles()
    {
        await using RunningService service = await StartAsync("""
            "annotated": { "Kind": "recorder", "Folder": "FOLDER/a", "RecordAtStart": false, "MinFreeBytes": 0 },
            "original": { "Kind": "recorder", "Folder": "FOLDER/o", "RecordAtStart": false, "MinFreeBytes": 0, "Rendition": "original" },
            "found": { "Kind": "detections" }
            """);
        string[] Files(string folder) => Directory.Exists(service.File(folder)) ? [.. Directory.GetFiles(service.File(folder), "room-*").Select(Path.GetFileName)!] : [];

        JsonNode before = await service.GetAsync("/api/streams/room/recording");
        JsonNode started = await PostAsync(service, """{ "action": "start" }""");
        await Until.HoldsAsync(async () => (await service.GetAsync("/api/streams/room/recording")).AsArray().All(recorder => (long)recorder!["bytes"]! > 0), "both record");
        JsonNode during = await service.GetAsync("/api/streams/room");
        JsonNode stopped = await PostAsync(service, """{ "action": "stop", "outlet": "annotated" }""");
        await Until.HoldsAsync(() => Files("a") is [{ } file] && file.EndsWith("-annotated.mp4", StringComparison.Ordinal), "the stopped one's file is whole");

        Assert.Equal([("annotated", false), ("original", false)], Recording(before));
        Assert.Equal([("annotated", true), ("original", true)], Recording(started));
        Assert.Equal([("annotated", false), ("original", true)], Recording(stopped));
        Dictionary<string, bool?> outlets = during["outlets"]!.AsArray().ToDictionary(outlet => (string)outlet!["name"]!, outlet => (bool?)outlet!["recording"], StringComparer.Ordinal);
        Assert.Equal((true, true, null), (outlets["annotated"], outlets["original"], outlets["found"]));
        Assert.EndsWith("-original.mp4.part", Assert.Single(Files("o")), StringComparison.Ordinal);
        Assert.EndsWith("-original.mp4", (string)stopped[1]!["file"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("room", """{ "action": "start" }""", HttpStatusCode.Conflict, "it has none: give it an outlet of kind recorder")]
    [InlineData("off", """{ "action": "stop" }""", HttpStatusCode.Conflict, "the stream does not run")]
    [InlineData("nobody", """{ "action": "start" }""", HttpStatusCode.NotFound, "nobody")]
    [InlineData("room", """{ "action": "pause" }""", HttpStatusCode.BadRequest, "expected { \"action\": \"start\" }")]
    [InlineData("room", """{ "action": "start", "all": true }""", HttpStatusCode.BadRequest, "all")]
    [InlineData("room", "{}", HttpStatusCode.BadRequest, "action")]
    public async Task Recording_ThatCannotBe_IsRefusedWithTheReason(string stream, string body, HttpStatusCode expected, string reason)
    {
        await using RunningService service = await StartAsync("");

        HttpResponseMessage answer = await service.SendAsync(HttpMethod.Post, $"/api/streams/{stream}/recording", body);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Contains(reason, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recording_OfAnUnknownRecorder_NamesThoseThereAre()
    {
        await using RunningService service = await StartAsync(""" "tape": { "Kind": "recorder", "Folder": "FOLDER/a", "RecordAtStart": false } """);

        HttpResponseMessage answer = await service.SendAsync(HttpMethod.Post, "/api/streams/room/recording", """{ "action": "start", "outlet": "disc" }""");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("its recorders are tape", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<RunningService> StartAsync(string outlets)
    {
        RunningService service = await RunningService.StartAsync(""" "Streams": { "off": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } } } """);
        service.Configure($$"""
            "Streams": { "off": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } }, "room": { "Source": { "Url": "{{service.Video()}}" }, "Outlets": { {{outlets}} } } }
            """);
        await service.Host.Reload.ReloadAsync(TestContext.Current.CancellationToken);
        return service;
    }

    private static async Task<JsonNode> PostAsync(RunningService service, string body)
    {
        HttpResponseMessage answer = await service.SendAsync(HttpMethod.Post, "/api/streams/room/recording", body);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private static (string, bool)[] Recording(JsonNode recorders) =>
        [.. recorders.AsArray().Select(recorder => ((string)recorder!["name"]!, (bool)recorder["recording"]!))];
}
