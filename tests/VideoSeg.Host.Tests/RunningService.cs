using System.Collections;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using VideoSeg.Host.Service;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Model.Inference;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Host.Tests;

/// <summary>A whole service on a free port, with a segmenter that needs no network, and a client to it.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private RunningService(string configuration, Func<ISegmenter>? segmenter)
    {
        ConfigurationPath = _folder.File("videoseg.json");
        Configure(configuration);
        Host = ServiceHost.Create(
            new ServiceConfiguration(ConfigurationPath, "http://127.0.0.1:0", new Hashtable { ["VIDEOSEG__LOG__LEVEL"] = "none" }), segmenter ?? (() => new BrightnessSegmenter()));
    }

    /// <summary>The service.</summary>
    public ServiceHost Host { get; }

    /// <summary>A client of it, whose addresses begin at its root.</summary>
    public HttpClient Client { get; } = new();

    /// <summary>Its configuration file.</summary>
    public string ConfigurationPath { get; }

    /// <summary>Starts one.</summary>
    /// <param name="configuration">What the section VideoSeg holds. FOLDER stands for the service's folder.</param>
    /// <param name="segmenter">Makes the network.</param>
    public static async Task<RunningService> StartAsync(string configuration = "", Func<ISegmenter>? segmenter = null)
    {
        var service = new RunningService(configuration, segmenter);
        await service.Host.StartAsync(TestContext.Current.CancellationToken);
        service.Client.BaseAddress = new Uri(service.Host.Addresses.Single());
        return service;
    }

    /// <summary>A path in its folder.</summary>
    public string File(string name) => _folder.File(name);

    /// <summary>Writes its configuration anew; the section's contents.</summary>
    public void Configure(string configuration)
    {
        // Moved into its place, as careful editors do.
        string text = $$"""{ "VideoSeg": { "Sources": { "AllowedFolders": ["{{_folder.Path}}", "{{Repository.At("samples")}}"] } {{(configuration.Length == 0 ? "" : ",")}} {{configuration.Replace("FOLDER", _folder.Path, StringComparison.Ordinal)}} } }""";
        System.IO.File.WriteAllText($"{ConfigurationPath}.new", text);
        System.IO.File.Move($"{ConfigurationPath}.new", ConfigurationPath, overwrite: true);
    }

    /// <summary>Gets JSON.</summary>
    public async Task<JsonNode> GetAsync(string path) =>
        JsonNode.Parse(await Client.GetStringAsync(path, TestContext.Current.CancellationToken))!;

    /// <summary>Sends JSON, or nothing.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>A small moving video to serve, looped.</summary>
    public string Video(string name = "moving.mkv") =>
        System.IO.File.Exists(_folder.File(name)) ? _folder.File(name) : Ffmpeg.Make(_folder.File(name), "testsrc2=size=128x96:rate=25:duration=2", "-c:v", "ffv1");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Assert.True(await Host.StopAsync(), "the service did not end in order");
        _folder.Dispose();
    }
}
