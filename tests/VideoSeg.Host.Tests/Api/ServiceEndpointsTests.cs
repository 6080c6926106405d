using System.Net;
using System.Text.Json.Nodes;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Host.Tests.Api;

public sealed class ServiceEndpointsTests
{
    [Fact]
    public async Task Engine_AskedToRestart_IsMadeAnew()
    {
        int made = 0;
        await using RunningService service = await RunningService.StartAsync(segmenter: () => Interlocked.Increment(ref made) > 0 ? new BrightnessSegmenter() : null!);
        await Until.HoldsAsync(async () => (bool)(await service.GetAsync("/api/service"))["engine"]!["running"]!, "the network runs");

        HttpResponseMessage answer = await service.SendAsync(HttpMethod.Post, "/api/engine/restart");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        JsonNode status = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal((true, 1, "brightness"), ((bool)status["engine"]!["running"]!, (int)status["engine"]!["restarts"]!, (string)status["engine"]!["engine"]!));
        Assert.Equal(2, made);
    }

    [Fact]
    public async Task Service_Asked_SaysWhatItIsAndIsNotFor()
    {
        await using RunningService service = await RunningService.StartAsync();

        JsonNode status = await service.GetAsync("/api/service");

        Assert.Equal("For research use; not a medical device", (string)status["notice"]!);
        Assert.Equal(ProgramVersion.Text, (string)status["version"]!);
        Assert.True((double)status["uptime"]! > 0);
    }
}
