using System.Text.Json.Nodes;
using VideoSeg.Pipeline.Live;
using Xunit;

namespace VideoSeg.Host.Tests.Service;

public sealed class ServiceReloadTests
{
    [Fact]
    public async Task File_Changed_ChangesOnlyWhatItSays()
    {
        await using RunningService service = await RunningService.StartAsync(""" "ReloadInterval": "100 ms", "Streams": { "off": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } } } """);
        string video = service.Video();
        service.Configure(Configuration("same,changed,gone", "2 s").Replace("VIDEO", video, StringComparison.Ordinal));
        await service.Host.Reload.ReloadAsync(TestContext.Current.CancellationToken);
        LiveStream same = service.Host.Streams.Find("same")!.Stream, changed = service.Host.Streams.Find("changed")!.Stream;
        await Until.HoldsAsync(() => same.Status.Delivered > 5, "it delivers");

        service.Configure(Configuration("same,changed,new", "3 s").Replace("VIDEO", video, StringComparison.Ordinal));

        // Nobody asks for it: the service looks by itself.
        await Until.HoldsAsync(() => service.Host.Streams.Find("new") is not null && service.Host.Streams.Entry("gone") is null, "the change is noticed");
        await Until.HoldsAsync(() => service.Host.Streams.Find("changed") is { } now && !ReferenceEquals(changed, now.Stream), "the changed stream is replaced");
        Assert.Same(same, service.Host.Streams.Find("same")!.Stream);
        long before = same.Status.Delivered;
        await Until.HoldsAsync(() => same.Status.Delivered > before, "the unchanged stream goes on");
    }

    [Fact]
    public async Task File_WithAnotherPriority_LeavesTheStreamRunning()
    {
        await using RunningService service = await RunningService.StartAsync(""" "Streams": { "off": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } } } """);
        string video = service.Video();
        string Prioritised(string priority) => $$""" "Streams": { "a": { "Priority": "{{priority}}", "Source": { "Url": "{{video}}" } } } """;
        service.Configure(Prioritised("low"));
        await service.Host.Reload.ReloadAsync(TestContext.Current.CancellationToken);
        LiveStream stream = service.Host.Streams.Find("a")!.Stream;
        Assert.Equal(StreamPriority.Low, stream.Priority);

        service.Configure(Prioritised("high"));
        await service.Host.Reload.ReloadAsync(TestContext.Current.CancellationToken);

        Assert.Same(stream, service.Host.Streams.Find("a")!.Stream);
        Assert.Equal((StreamPriority.High, StreamPriority.High), (stream.Priority, service.Host.Streams.Entry("a")!.Definition.Options.Priority));
    }

    [Fact]
    public async Task File_WithFaults_ChangesNothingAndIsTold()
    {
        await using RunningService service = await RunningService.StartAsync("""
            "Streams": { "a": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } } }
            """);

        service.Configure("""
            "Streams": { "a": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:2", "Lop": true } }, "b": { "Source": { "Url": "udp://127.0.0.1:3" } } }
            """);
        await service.Host.Reload.ReloadAsync(TestContext.Current.CancellationToken);

        JsonNode status = await service.GetAsync("/api/service");
        Assert.Contains("VideoSeg:Streams:a:Source:Lop", (string)status["configurationFault"]!, StringComparison.Ordinal);
        Assert.Equal("a", Assert.Single(service.Host.Streams.Entries).Name);

        service.Configure("""
            "Streams": { "a": { "Enabled": false, "Title": "A", "Source": { "Url": "udp://127.0.0.1:1" } } }
            """);
        await service.Host.Reload.ReloadAsync(TestContext.Current.CancellationToken);

        Assert.Null((await service.GetAsync("/api/service"))["configurationFault"]);
        Assert.Equal("A", service.Host.Streams.Entry("a")!.Title);
    }

    [Fact]
    public async Task Streams_OfTheApi_OutlastAReloadAndTheService()
    {
        string state;
        await using (RunningService service = await RunningService.StartAsync("""
            "StateFile": "FOLDER/state.json", "Streams": { "a": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } } }
            """))
        {
            await service.SendAsync(HttpMethod.Post, "/api/streams", """{ "name": "made", "enabled": false, "title": "Made", "source": { "url": "udp://127.0.0.1:2" } }""");
            await service.Host.Reload.ReloadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(["a", "made"], service.Host.Streams.Entries.Select(entry => entry.Name));
            state = await File.ReadAllTextAsync(service.File("state.json"), TestContext.Current.CancellationToken);
        }

        string kept = Path.GetTempFileName();
        await File.WriteAllTextAsync(kept, state, TestContext.Current.CancellationToken);
        await using RunningService next = await RunningService.StartAsync($"\"StateFile\": \"{kept}\"");

        Assert.Equal("Made", Assert.Single(next.Host.Streams.Entries).Title);
        File.Delete(kept);
    }

    [Fact]
    public async Task Policy_MadeNarrower_EndsWhatItDoesNotAllowAnyMore()
    {
        await using RunningService service = await RunningService.StartAsync(""" "Streams": { "off": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } } } """);
        await service.SendAsync(HttpMethod.Post, "/api/streams", $$"""{ "name": "made", "source": { "url": "{{service.Video()}}" } }""");
        Assert.NotNull(service.Host.Streams.Find("made"));

        await File.WriteAllTextAsync(service.ConfigurationPath, """{ "VideoSeg": { "Sources": { "AllowedSchemes": ["rtsp"] }, "Streams": {} } }""", TestContext.Current.CancellationToken);
        await service.Host.Reload.ReloadAsync(TestContext.Current.CancellationToken);

        Assert.Null(service.Host.Streams.Find("made"));
        JsonNode made = await service.GetAsync("/api/streams/made");
        Assert.Contains("AllowedSchemes", (string)made["source"]!["reason"]!, StringComparison.Ordinal);
        HttpResponseMessage again = await service.SendAsync(HttpMethod.Put, "/api/streams/made", $$"""{ "source": { "url": "{{service.Video()}}" } }""");
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, again.StatusCode);
        string metrics = await service.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.Contains("videoseg_live_stream_up{stream=\"made\"} 0\n", metrics, StringComparison.Ordinal);

        service.Configure("\"Streams\": {}");
        await service.Host.Reload.ReloadAsync(TestContext.Current.CancellationToken);

        await Until.HoldsAsync(() => service.Host.Streams.Find("made")?.Stream.Status.Delivered > 0, "what is allowed again runs again");
        metrics = await service.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.Contains("videoseg_live_stream_up{stream=\"made\"} 1\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sample_WhenStreamsAreConfigured_MakesRoom()
    {
        await using RunningService service = await RunningService.StartAsync();
        Assert.NotNull(service.Host.Streams.Entry("sample"));

        service.Configure(""" "Streams": { "a": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } } } """);
        await service.Host.Reload.ReloadAsync(TestContext.Current.CancellationToken);

        Assert.Equal("a", Assert.Single(service.Host.Streams.Entries).Name);
    }

    [Fact]
    public async Task StateFile_WithAStreamOfAConfiguredName_KeepsItThroughChanges()
    {
        string kept = Path.GetTempFileName();
        await File.WriteAllTextAsync(kept, """{ "streams": { "a": { "enabled": false, "title": "Kept", "source": { "url": "udp://127.0.0.1:7" } } } }""", TestContext.Current.CancellationToken);
        await using (RunningService service = await RunningService.StartAsync($$"""
            "StateFile": "{{kept}}", "Streams": { "a": { "Enabled": false, "Title": "Configured", "Source": { "Url": "udp://127.0.0.1:1" } } }
            """))
        {
            Assert.Equal("Configured", service.Host.Streams.Entry("a")!.Title);
            await service.SendAsync(HttpMethod.Post, "/api/streams", """{ "name": "b", "enabled": false, "source": { "url": "udp://127.0.0.1:2" } }""");
        }

        JsonNode streams = JsonNode.Parse(await File.ReadAllTextAsync(kept, TestContext.Current.CancellationToken))!["streams"]!;
        Assert.Equal("Kept", (string)streams["a"]!["title"]!);
        Assert.NotNull(streams["b"]);
        File.Delete(kept);
    }

    private static string Configuration(string names, string readTimeout) =>
        $"\"ReloadInterval\": \"100 ms\", \"Streams\": {{ {string.Join(", ", names.Split(',').Select(name =>
            $$"""
            "{{name}}": { "Source": { "Url": "VIDEO", "ReadTimeout": "{{(name == "changed" ? readTimeout : "2 s")}}" } }
            """))} }}";
}
