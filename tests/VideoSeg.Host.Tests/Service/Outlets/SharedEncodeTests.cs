using System.Text.Json.Nodes;
using VideoSeg.Host.Web;
using VideoSeg.Pipeline.Live.Outputs;
using Xunit;

namespace VideoSeg.Host.Tests.Service.Outlets;

/// <summary>Outlets that ask for the same rendition share one encode, whoever comes and goes.</summary>
public sealed class SharedEncodeTests
{
    [Fact]
    public async Task Outlets_OfEqualRenditions_ShareOneEncodeThatOutlivesEachOfThem()
    {
        await using RunningService service = await StartAsync(Web, Tape("both"));
        string[] Renditions() => [.. Stream(service).Outlets.OfType<EncodedRendition>().Select(rendition => rendition.Name).Order(StringComparer.Ordinal)];
        EncodedRendition Annotated() => Stream(service).Outlets.OfType<EncodedRendition>().Single(rendition => rendition.Name == "h264:annotated");
        LiveOutlet web = Outlet(service, "web");
        EncodedRendition shared = Annotated();
        await Until.HoldsAsync(() => web.Delivered > 0 && Outlet(service, "tape").Delivered > 0, "both work");

        Assert.Equal(["h264:annotated", "h264:original"], Renditions());
        Assert.Equal(2, shared.Subscriptions);

        // Another encoding is another encode; the others are not touched.
        await ConfigureAsync(service, Web, """ "tape": { "Kind": "recorder", "Folder": "FOLDER/r", "MinFreeBytes": 0, "Encoding": { "Crf": 30 } } """);
        await Until.HoldsAsync(() => Outlet(service, "tape").Delivered > 0, "the changed recorder works");
        Assert.Same(web, Outlet(service, "web"));
        Assert.Same(shared, Annotated());
        Assert.Contains("h264:annotated:2", Renditions());

        // What nobody takes any more goes, and only that.
        long before = web.Delivered;
        await ConfigureAsync(service, Web);
        await Until.HoldsAsync(() => Renditions() is ["h264:annotated"], "the encodes of the recorder are gone");
        await Until.HoldsAsync(() => web.Delivered > before, "the other outlet goes on");
        Assert.Same(web, Outlet(service, "web"));
        Assert.Same(shared, Annotated());

        await ConfigureAsync(service);
        await Until.HoldsAsync(() => Stream(service).Outlets.IsEmpty, "the last one is gone");
    }

    [Fact]
    public async Task Browsers_ThatWatchTheSame_TakeTheOutletsEncode()
    {
        await using RunningService service = await StartAsync(Web);
        var renditions = (SharedRenditions)service.Host.Services.GetService(typeof(SharedRenditions))!;

        using SharedOutlets<EncodedRendition>.Lease lease = renditions.Video(service.Host.Streams.Find("room")!, LiveRendition.Annotated);

        Assert.Same(Assert.Single(Stream(service).Outlets.OfType<EncodedRendition>()), lease.Outlet);
    }

    [Fact]
    public async Task Outlets_OfTheApi_AreConfiguredAsThoseOfTheFile()
    {
        await using RunningService service = await StartAsync();
        string body = $$"""{ "name": "made", "source": { "url": "{{service.Video()}}" }, "outlets": { "found": { "kind": "detections" }, "out": { "kind": "push", "url": "udp://127.0.0.1:9", "rendition": "original", "encoding": { "crf": 28 } } } }""";

        HttpResponseMessage added = await service.SendAsync(HttpMethod.Post, "/api/streams", body);
        Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await Until.HoldsAsync(async () => (await service.GetAsync("/api/streams/made"))["outlets"]!.AsArray().All(outlet => (long)outlet!["delivered"]! > 0), "all of its outlets work");

        JsonNode configuration = (await service.GetAsync("/api/streams/made"))["configuration"]!;
        Assert.Equal(("push", "original", 28), ((string)configuration["outlets"]!["out"]!["kind"]!, (string)configuration["outlets"]!["out"]!["rendition"]!, (int)configuration["outlets"]!["out"]!["encoding"]!["crf"]!));
        HttpResponseMessage same = await service.SendAsync(HttpMethod.Put, "/api/streams/made", configuration.ToJsonString());
        Assert.True(same.IsSuccessStatusCode, await same.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static string Web => """ "web": { "Kind": "hls", "Folder": "FOLDER/hls" } """;

    private static string Tape(string pictures) => $$""" "tape": { "Kind": "recorder", "Folder": "FOLDER/r", "MinFreeBytes": 0, "Rendition": "{{pictures}}" } """;

    private static async Task<RunningService> StartAsync(params string[] outlets)
    {
        RunningService service = await RunningService.StartAsync(""" "Streams": { "off": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } } } """);
        await ConfigureAsync(service, outlets);
        return service;
    }

    private static async Task ConfigureAsync(RunningService service, params string[] outlets)
    {
        service.Configure($$""" "Streams": { "room": { "Source": { "Url": "{{service.Video()}}" }, "Outlets": { {{string.Join(", ", outlets)}} } } } """);
        await service.Host.Reload.ReloadAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", service.Host.Reload.Fault);
    }

    private static VideoSeg.Pipeline.Live.LiveStream Stream(RunningService service) => service.Host.Streams.Find("room")!.Stream;

    private static LiveOutlet Outlet(RunningService service, string name) => Stream(service).Outlets.Single(outlet => outlet.Name == name);
}
