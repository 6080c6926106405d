using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Live.Operations;

/// <summary>What Prometheus is told to scrape and to watch, by its own tool.</summary>
public sealed partial class RulesTests
{
    [Theory]
    [InlineData("deploy/prometheus/prometheus.yml")]
    [InlineData("deploy/container/prometheus.yml")]
    public async Task Config_Checked_IsRight(string path)
    {
        SkipWithoutPromtool();
        // The rules lie beside the file where it is used.
        using var folder = new TemporaryFolder();
        Directory.CreateSymbolicLink(folder.File("rules"), Repository.At("deploy", "prometheus", "rules"));
        File.Copy(Repository.At(path), folder.File("prometheus.yml"));

        ToolRun check = await ToolRun.RunAsync("promtool", ["check", "config", folder.File("prometheus.yml")]);

        Assert.True(check.ExitCode == 0, check.Text);
        Assert.Contains("1 rule files found", check.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_OnSeriesMadeUp_FireAndClear()
    {
        SkipWithoutPromtool();

        ToolRun check = await ToolRun.RunAsync("promtool", ["check", "rules", RuleFile.Path]);
        ToolRun test = await ToolRun.RunAsync("promtool", ["test", "rules", RuleFile.TestPath]);

        Assert.True(check.ExitCode == 0, check.Text);
        Assert.True(test.ExitCode == 0, test.Text);
    }

    [Fact]
    public async Task Rules_EveryAlert_IsTestedSilentFiringAndClearAgain()
    {
        JsonArray tests = (await Yaml.ReadAsync(RuleFile.TestPath))[0]!["tests"]!.AsArray();
        IEnumerable<(string Alert, string Story)> stories = tests.SelectMany(test => test!["alert_rule_test"]!.AsArray())
            .GroupBy(one => one!["alertname"]!.GetValue<string>())
            .Select(alert => (alert.Key, string.Join(' ', alert.Select(one => one!["exp_alerts"]!.AsArray().Count > 0 ? "fires" : "silent"))));

        Assert.Equal((await RuleFile.AlertsAsync()).Keys.Order().Select(alert => (alert, "silent fires silent")), stories.Order());
    }

    [Fact]
    public async Task Rules_EveryAlert_HasAnEntryInTheRunbook()
    {
        string[] anchors =
        [
            .. File.ReadLines(Repository.At("docs", "runbook.md")).Where(line => line.StartsWith("## ", StringComparison.Ordinal))
                .Select(line => $"docs/runbook.md#{NoAnchor().Replace(line[3..].ToLowerInvariant(), "").Replace(' ', '-')}"),
        ];

        foreach ((string name, JsonNode alert) in await RuleFile.AlertsAsync())
        {
            Assert.Contains(alert["annotations"]!["runbook_url"]!.GetValue<string>(), anchors);
            Assert.Matches("^(critical|warning|info)$", alert["labels"]!["severity"]!.GetValue<string>());
            Assert.False(string.IsNullOrEmpty(alert["annotations"]!["summary"]?.GetValue<string>()), name);
        }

        Assert.Equal(await CountAlertsAsync(), anchors.Count(anchor => anchor.Contains("#videoseg", StringComparison.Ordinal)));
    }

    private static async Task<int> CountAlertsAsync() => (await RuleFile.AlertsAsync()).Count;

    private static void SkipWithoutPromtool() => Assert.SkipUnless(ToolRun.IsInstalled("promtool"), "needs promtool (Debian package prometheus)");

    [GeneratedRegex("[^a-z0-9 _-]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoAnchor();
}
