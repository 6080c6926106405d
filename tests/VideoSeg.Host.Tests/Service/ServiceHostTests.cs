using System.Collections;
using System.Net;
using System.Net.Sockets;
using System.Text;
using VideoSeg.Host.Service;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Model;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Host.Tests.Service;

public sealed class ServiceHostTests
{
    [Fact]
    public async Task Service_WithoutConfiguration_ServesTheSampleRecording()
    {
        await using RunningService service = await RunningService.StartAsync();

        await Until.HoldsAsync(async () => (long)(await service.GetAsync("/api/streams/sample"))["delivered"]! > 0, "the sample is delivered");

        Assert.Equal("sample", Assert.Single(service.Host.Streams.Entries).Name);
    }

    [Fact]
    public async Task Service_WithABrokenStream_ServesTheOthers()
    {
        await using RunningService service = await RunningService.StartAsync("""
            "Streams": { "broken": { "Source": { "Url": "FOLDER/nothing.mp4" } }, "late": { "Source": { "Url": "FOLDER/moving.mkv", "ReconnectDelay": "50 ms" } } }
            """);
        service.Video();
        await service.SendAsync(HttpMethod.Post, "/api/streams", $$"""{ "name": "good", "source": { "url": "{{service.Video()}}" } }""");

        await Until.HoldsAsync(() => service.Host.Streams.Find("good")!.Stream.Status.Delivered > 10, "the good one is delivered");

        Assert.Contains("nothing.mp4", (string)(await service.GetAsync("/api/streams/broken"))["source"]!["reason"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WithARequestThatNeverEnds_EndsInOrder()
    {
        RunningService service = await RunningService.StartAsync(""" "Streams": { "off": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } } } """);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, service.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "POST /api/streams HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n"), TestContext.Current.CancellationToken);
        // It reads the body now, which does not come.
        Assert.True(await stream.ReadAsync(new byte[64], TestContext.Current.CancellationToken) > 0);

        // Asserts that all ended within the time for it, which is far longer than what such a request is given.
        await service.DisposeAsync();
    }

    [Fact]
    public async Task Service_AtAnAddressInUse_SaysSo()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        ServiceHost host = ServiceHost.Create(new ServiceConfiguration(null, $"http://{taken.LocalEndpoint}", new Hashtable { ["VIDEOSEG__LOG__LEVEL"] = "none" }), () => new BrightnessSegmenter());

        VideoSegException fault = await Assert.ThrowsAsync<VideoSegException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains("in use", fault.Message, StringComparison.Ordinal);
        Assert.True(await host.StopAsync());
    }
}
