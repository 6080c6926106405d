using System.Net;
using System.Text.Json.Nodes;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Host.Tests.Health;

public sealed class HealthChecksTests
{
    [Fact]
    public async Task Checks_OfAServiceThatWorks_AreWell()
    {
        await using RunningService service = await RunningService.StartAsync();

        await Until.HoldsAsync(async () => (await service.SendAsync(HttpMethod.Get, "/healthz/ready")).StatusCode == HttpStatusCode.OK, "it is ready");

        Assert.Equal(HttpStatusCode.OK, (await service.SendAsync(HttpMethod.Get, "/healthz/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await service.SendAsync(HttpMethod.Get, "/healthz/startup")).StatusCode);
        Assert.Equal(["pulse", "service", "engine", "stream sample"], Names(await ChecksAsync(service, "ok")));
    }

    [Fact]
    public async Task Ready_WithoutFramesOrNetwork_IsNot()
    {
        await using RunningService service = await RunningService.StartAsync("""
            "Streams": { "broken": { "Source": { "Url": "FOLDER/nothing.mp4" } }, "off": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } } }
            """, () => throw new InvalidOperationException("no network today"));

        await Until.HoldsAsync(async () => (await service.SendAsync(HttpMethod.Get, "/healthz/startup")).StatusCode == HttpStatusCode.OK, "the start is over");

        JsonNode[] failed = await ChecksAsync(service, "fail");
        Assert.Equal(["engine", "stream broken"], Names(failed));
        Assert.Contains("no network today", (string)failed[0]["detail"]!, StringComparison.Ordinal);
        Assert.Contains("none has come", (string)failed[1]["detail"]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await service.SendAsync(HttpMethod.Get, "/healthz/live")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.SendAsync(HttpMethod.Get, "/healthz/ready")).StatusCode);
    }

    [Fact]
    public async Task Ready_WithStreamsAndNetworkThatDoNotCount_LooksAtTheRestOnly()
    {
        await using RunningService service = await RunningService.StartAsync("""
            "Health": { "Streams": ["good"], "NeedsEngine": false },
            "Streams": { "broken": { "Source": { "Url": "FOLDER/nothing.mp4" } }, "good": { "Source": { "Url": "SAMPLE" } } }
            """.Replace("SAMPLE", Repository.At("samples", "videos", "colonoscopy-sample.mp4"), StringComparison.Ordinal), () => throw new InvalidOperationException("no network today"));

        await Until.HoldsAsync(async () => (await service.SendAsync(HttpMethod.Get, "/healthz/ready")).StatusCode == HttpStatusCode.OK, "it is ready");
    }

    private static async Task<JsonNode[]> ChecksAsync(RunningService service, string status)
    {
        HttpResponseMessage answer = await service.SendAsync(HttpMethod.Get, "/healthz/ready");
        JsonNode report = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        return [.. report["checks"]!.AsArray().Select(check => check!).Where(check => (string)check["status"]! == status)];
    }

    private static string[] Names(JsonNode[] checks) => [.. checks.Select(check => (string)check["name"]!)];
}
