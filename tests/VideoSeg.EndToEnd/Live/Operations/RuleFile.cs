using System.Text.Json.Nodes;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Live.Operations;

/// <summary>The rules that Prometheus is to watch.</summary>
internal static class RuleFile
{
    public static string Path => Repository.At("deploy", "prometheus", "rules", "videoseg.rules.yml");

    public static string TestPath => Repository.At("deploy", "prometheus", "tests", "videoseg.test.yml");

    /// <summary>All rules, recording ones and alerts.</summary>
    public static async Task<JsonNode[]> RulesAsync() =>
        [.. (await Yaml.ReadAsync(Path))[0]!["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).Select(rule => rule!)];

    /// <summary>Its alerts, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, JsonNode>> AlertsAsync() =>
        (await RulesAsync()).Where(rule => rule["alert"] is not null).ToDictionary(rule => rule["alert"]!.GetValue<string>());
}
