using VideoSeg.TestKit;
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

    private static CancellationTokenSource Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(10));
        return limit;
    }
}
