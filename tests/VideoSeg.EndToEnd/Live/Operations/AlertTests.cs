using VideoSeg.TestKit;
using VideoSeg.TestKit.Feeds;
using Xunit;

namespace VideoSeg.EndToEnd.Live.Operations;

/// <summary>Alerts that can be provoked at the real service, watched by a real Prometheus: they fire, and clear once all is mended.</summary>
public sealed class AlertTests
{
    [Fact]
    public async Task ServiceDown_ServiceKilledAndStartedAgain_FiresAndClears()
    {
        using CancellationTokenSource limit = Limit();
        await using RunningService service = await RunningService.StartAsync();
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(service.Address.Authority, RuleFile.Path, limit.Token);
        await prometheus.WaitAsync(async () => (await prometheus.QueryAsync("up == 1", limit.Token)).Count == 1, limit.Token);
        await prometheus.WaitForAlertAsync("VideoSegServiceDown", fires: false, limit.Token);

        await service.KillAsync();
        await prometheus.WaitForAlertAsync("VideoSegServiceDown", fires: true, limit.Token);
        await using RunningService again = await RunningService.StartAsync(service.Address.Port);

        await prometheus.WaitForAlertAsync("VideoSegServiceDown", fires: false, limit.Token);
    }

    [Fact]
    public async Task Alerts_SourcePeerAndWeightsAwayAndBack_FireAndClear()
    {
        using CancellationTokenSource limit = Limit();
        using var folder = new TemporaryFolder();
        int source = NetworkPorts.Free(), peer = NetworkPorts.Free();
        string weights = folder.File("weights.safetensors");
        await File.WriteAllTextAsync(weights, "no weights", limit.Token);
        await File.WriteAllTextAsync(folder.File("videoseg.json"), $$"""
            { "VideoSeg": {
              "ShutdownTimeout": "5 min", "Engine": { "Model": "{{weights}}", "Device": "cpu", "HangTimeout": "2 min", "MaxRestarts": 0 },
              "Streams": { "room": {
                "Source": { "Url": "udp://127.0.0.1:{{source}}", "ReconnectDelay": "100 ms", "MaxReconnectDelay": "500 ms" },
                "Outlets": { "server": { "Kind": "push", "Url": "tcp://127.0.0.1:{{peer}}", "Container": "mpegts", "RedialDelay": "100 ms", "MaxRedialDelay": "500 ms" } }
              } }
            } }
            """, limit.Token);
        await using RunningService service = await RunningService.StartAsync(0, "--config", folder.File("videoseg.json"));
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(service.Address.Authority, RuleFile.Path, limit.Token);
        using (Feed(source))
        {
            await prometheus.WaitAsync(async () => (await prometheus.QueryAsync("increase(videoseg_live_frames_total{outcome=\"captured\"}[20s]) > 25", limit.Token)).Count == 1, limit.Token);
            await prometheus.WaitForAlertAsync("VideoSegEngineDown", fires: true, limit.Token);
            await prometheus.WaitForAlertAsync("VideoSegOutletWaiting", fires: true, limit.Token);
            Assert.DoesNotContain("VideoSegNoFrames", await prometheus.FiringAsync(limit.Token));
        }

        await prometheus.WaitForAlertAsync("VideoSegNoFrames", fires: true, limit.Token);
        using FeedProcess taker = FeedProcess.Ffmpeg("-i", $"tcp://127.0.0.1:{peer}?listen=1", "-f", "null", "-");
        using FeedProcess feed = Feed(source);
        RandomModel.Write(weights);
        using HttpResponseMessage restart = await service.Client.PostAsync("/api/engine/restart", null, limit.Token);

        Assert.True(restart.IsSuccessStatusCode, await restart.Content.ReadAsStringAsync(limit.Token));
        await prometheus.WaitAsync(async () => (await prometheus.QueryAsync("videoseg_live_source_state{state=\"live\"} == 1", limit.Token)).Count == 1, limit.Token);
        foreach (string alert in new[] { "VideoSegNoFrames", "VideoSegOutletWaiting", "VideoSegEngineDown" })
        {
            await prometheus.WaitForAlertAsync(alert, fires: false, limit.Token);
        }

        Assert.Equal(0, (await service.EndAsync()).ExitCode);
    }

    private static FeedProcess Feed(int port) => FeedProcess.Ffmpeg(
        "-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "25", "-f", "mpegts", $"udp://127.0.0.1:{port}?pkt_size=1316");

    private static CancellationTokenSource Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(10));
        return limit;
    }
}
