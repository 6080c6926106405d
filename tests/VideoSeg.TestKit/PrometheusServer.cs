using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace VideoSeg.TestKit;

/// <summary>A real Prometheus of a test's own: on a free port, with its own data, ended with the test.</summary>
public sealed partial class PrometheusServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly Process _process;
    private readonly Task<string> _log;
    private readonly HttpClient _client;

    private PrometheusServer(TemporaryFolder folder, Process process, int port)
    {
        (_folder, _process) = (folder, process);
        _log = process.StandardError.ReadToEndAsync();
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    /// <summary>
    /// Starts one that scrapes a service each second and watches rules, in which alerts wait for a second and look back for 20 seconds instead of
    /// minutes, so that they clear while somebody waits.
    /// </summary>
    /// <param name="target">The service, HOST:PORT.</param>
    /// <param name="rules">A file of rules.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<PrometheusServer> StartAsync(string target, string rules, CancellationToken cancellationToken)
    {
        Assert.SkipUnless(ToolRun.IsInstalled("prometheus"), "needs Prometheus (Debian package prometheus)");
        var folder = new TemporaryFolder();
        string text = await File.ReadAllTextAsync(rules, cancellationToken);
        await File.WriteAllTextAsync(folder.File("rules.yml"), Window().Replace(Wait().Replace(text, "        for: 1s"), "[20s]"), cancellationToken);
        await File.WriteAllTextAsync(folder.File("prometheus.yml"),
            $"""
            global: {"{"}scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s{"}"}
            rule_files: [rules.yml]
            scrape_configs:
              - job_name: videoseg
                static_configs:
                  - targets: ["{target}"]
            """, cancellationToken);
        int port = NetworkPorts.Free();
        Process process = Process.Start(new ProcessStartInfo("prometheus",
            [$"--config.file={folder.File("prometheus.yml")}", $"--storage.tsdb.path={folder.File("data")}", $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn"])
        {
            RedirectStandardError = true,
        })!;
        var server = new PrometheusServer(folder, process, port);
        try
        {
            await server.WaitAsync(async () => (await server._client.GetAsync("/-/ready", cancellationToken)).IsSuccessStatusCode, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a query gives now. Fails where it is wrong.</summary>
    public async Task<IReadOnlyList<(IReadOnlyDictionary<string, string> Labels, double Value)>> QueryAsync(string query, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent([new("query", query)]);
        using HttpResponseMessage response = await _client.PostAsync("/api/v1/query", form, cancellationToken);
        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{query}: {text}");
        using var answer = JsonDocument.Parse(text);
        return
        [
            .. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(sample => (
                (IReadOnlyDictionary<string, string>)sample.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!),
                double.Parse(sample.GetProperty("value")[1].GetString()!.Replace("Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture))),
        ];
    }

    /// <summary>Names of the alerts that fire now.</summary>
    public async Task<string[]> FiringAsync(CancellationToken cancellationToken) =>
        [.. (await QueryAsync("ALERTS{alertstate=\"firing\"}", cancellationToken)).Select(alert => alert.Labels["alertname"]).Distinct().Order()];

    /// <summary>Waits until an alert fires, or no longer does.</summary>
    public Task WaitForAlertAsync(string name, bool fires, CancellationToken cancellationToken) =>
        WaitAsync(async () => (await FiringAsync(cancellationToken)).Contains(name) == fires, cancellationToken);

    /// <summary>Looks again and again until it is so; fails where Prometheus has ended.</summary>
    public async Task WaitAsync(Func<Task<bool>> isSo, CancellationToken cancellationToken)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        do
        {
            Assert.False(_process.HasExited, _process.HasExited ? await _log : "");
            try
            {
                if (await isSo())
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }
        while (await pause.WaitForNextTickAsync(cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _client.Dispose();
        _folder.Dispose();
    }

    [GeneratedRegex("^        for: .*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Wait();

    [GeneratedRegex(@"\[[0-9]+[mh]\]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Window();
}
