using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace VideoSeg.Host.Tests.Service.Outlets;

public sealed class OutputPolicyTests
{
    private const string Off = """ "Streams": { "off": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } } } """;

    [Fact]
    public async Task Outlets_OfTheApiThatWriteWhereTheyMayNot_AreRefusedWithAllFaults()
    {
        await using RunningService service = await RunningService.StartAsync($$""" {{Off}}, "Outputs": { "AllowedFolders": ["FOLDER/open"] } """);
        Directory.CreateDirectory(service.File("open"));
        Directory.CreateDirectory(service.File("closed"));
        File.CreateSymbolicLink(service.File("open/link"), service.File("closed"));

        HttpResponseMessage answer = await AddAsync(service, $$"""
            "a": { "kind": "recorder", "folder": "{{service.File("open/r")}}" },
            "b": { "kind": "recorder", "folder": "{{service.File("open/../closed")}}" },
            "c": { "kind": "hls", "folder": "{{service.File("open/link/hls")}}" },
            "d": { "kind": "detections", "folder": "{{service.File("opener")}}" },
            "e": { "kind": "detections" },
            "g": { "kind": "recorder", "folder": "{{service.File("open/r")}}" },
            "f": { "kind": "push", "url": "udp://127.0.0.1:1", "encoding": { "encoderOptions": { "x264-params": "stats=/x" } } }
            """);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        JsonNode problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(
            ["outlets.b.folder", "outlets.c.folder", "outlets.d.folder", "outlets.f.encoding.encoderOptions.x264-params", "outlets.g.folder"],
            problem["faults"]!.AsArray().Select(fault => (string)fault!["path"]!));
    }

    [Fact]
    public async Task Outlets_OfTheApi_WriteNothingUnlessTheConfigurationSaysWhere()
    {
        await using RunningService service = await RunningService.StartAsync(Off);

        Assert.Equal(HttpStatusCode.BadRequest, (await AddAsync(service, $$""" "a": { "kind": "recorder", "folder": "{{service.File("r")}}" } """)).StatusCode);
        service.Configure($$""" {{Off}}, "Outputs": { "AllowedFolders": ["FOLDER"] } """);
        await service.Host.Reload.ReloadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, (await AddAsync(service, $$""" "a": { "kind": "recorder", "folder": "{{service.File("r")}}" } """)).StatusCode);
    }

    private static Task<HttpResponseMessage> AddAsync(RunningService service, string outlets) =>
        service.SendAsync(HttpMethod.Post, "/api/streams", $$"""{ "name": "made", "enabled": false, "source": { "url": "udp://127.0.0.1:1" }, "outlets": { {{outlets}} } }""");
}
