using System.Text.RegularExpressions;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Live.Operations;

/// <summary>A real Prometheus at the real service, which shows the sample recording.</summary>
public sealed partial class ScrapeTests : IAsyncLifetime
{
    // What there is however slow the network is, and without outlets.
    private static readonly string[] HaveData =
    [
        "Services that answer", "Streams", "Streams with pictures", "Streams without marks", "Networks that run", "Alerts that fire", "Sources", "Frames taken in",
        "Added delay, p99.9", "Frames lost", "Source faults", "Processor", "Memory", "Garbage collection", "Threads and open files", "Connections", "Scraping", "Program",
        "Last picture", "Frames a second", "Source and marks", "Added delay", "Added delay, all frames", "Work on a frame, p95", "By outcome",
        "What the network did with them", "Polyps found", "Source faults and openings", "Runs", "Restarts", "Use", "Native objects", "Resident memory",
        "stream:videoseg_live_added_delay_over_limit:ratio_rate5m", "stream:videoseg_live_frames_lost:ratio_rate5m",
    ];

    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private RunningService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _limit.CancelAfter(TimeSpan.FromMinutes(10));
        _service = await RunningService.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _limit.Dispose();
    }

    [Fact]
    public async Task Metrics_OfTheService_PassPrometheusOwnChecks()
    {
        await RunningService.WaitAsync(() => _service.MetricAsync("videoseg_live_frames_total", ["captured"], _limit.Token), frames => frames > 30, _limit.Token);
        byte[] text = await _service.Client.GetByteArrayAsync("/metrics", _limit.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Accept = { new("application/openmetrics-text") } } };
        using HttpResponseMessage response = await _service.Client.SendAsync(request, _limit.Token);

        ToolRun check = await Promtool.CheckMetricsAsync(text);
        IReadOnlyList<OpenMetricsFamily> families = await OpenMetricsParser.ParseAsync(await response.Content.ReadAsByteArrayAsync(_limit.Token));

        // .NET's own names that Prometheus would rather have otherwise.
        Assert.Empty(check.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("dotnet_", StringComparison.Ordinal)));
        Assert.True(families.Count > 40);
        Assert.DoesNotContain("colonoscopy-sample", System.Text.Encoding.UTF8.GetString(text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_OfTheService_AreInTheDocumentation()
    {
        await RunningService.WaitAsync(() => _service.MetricAsync("videoseg_live_frames_total", ["captured"], _limit.Token), frames => frames > 30, _limit.Token);
        string text = await _service.Client.GetStringAsync("/metrics", _limit.Token), page = await File.ReadAllTextAsync(Repository.At("docs", "operations.md"), _limit.Token);
        string[] told = [.. Row().Matches(page).Select(row => $"{row.Groups["name"].Value} {row.Groups["kind"].Value}")];
        string[] seen = [.. TypeLine().Matches(text).Select(line => $"{line.Groups["name"].Value} {line.Groups["kind"].Value}").Where(line => line.StartsWith("videoseg_", StringComparison.Ordinal))];

        Assert.True(seen.Length > 15);
        Assert.Empty(seen.Except(told));
    }

    [Fact]
    public async Task Queries_OfDashboardsAndRules_FindTheirData()
    {
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(_service.Address.Authority, RuleFile.Path, _limit.Token);
        (string Panel, string Query)[] queries =
        [
            .. Dashboards.Files.SelectMany(path => Dashboards.Queries(Dashboards.Read(path))),
            .. (await RuleFile.RulesAsync()).Select(rule => (rule["alert"] is null ? rule["record"]!.GetValue<string>() : "", rule["expr"]!.GetValue<string>())),
        ];
        string[] missing = [];

        await prometheus.WaitAsync(
            async () =>
            {
                missing = await FindNothingAsync(prometheus, queries.Where(query => HaveData.Contains(query.Panel)));
                return missing.Length == 0 || _limit.IsCancellationRequested;
            },
            _limit.Token).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.Empty(missing);
        await FindNothingAsync(prometheus, queries); // which fails where one is wrong
    }

    private async Task<string[]> FindNothingAsync(PrometheusServer prometheus, IEnumerable<(string Panel, string Query)> queries)
    {
        var missing = new List<string>();
        foreach ((string panel, string query) in queries)
        {
            if ((await prometheus.QueryAsync(query, _limit.Token)) is not { Count: > 0 } found || found.All(sample => double.IsNaN(sample.Value)))
            {
                missing.Add($"{panel}: {query}");
            }
        }

        return [.. missing];
    }

    [GeneratedRegex(@"^\| `(?<name>videoseg_\w+)` \| (?<kind>\w+) \|", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"^# TYPE (?<name>\w+) (?<kind>\w+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TypeLine();
}
