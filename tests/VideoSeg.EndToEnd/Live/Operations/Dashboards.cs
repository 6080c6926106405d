using System.Text.Json.Nodes;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Live.Operations;

/// <summary>Grafana's dashboards.</summary>
internal static class Dashboards
{
    /// <summary>Their files.</summary>
    public static string[] Files => Directory.GetFiles(Repository.At("deploy", "grafana", "dashboards"), "*.json");

    /// <summary>A file's content.</summary>
    public static JsonNode Read(string path) => JsonNode.Parse(File.ReadAllText(path))!;

    /// <summary>All queries of a dashboard, by the panel's title, ready for Prometheus: with all choices open and the interval that Grafana would choose.</summary>
    public static IEnumerable<(string Panel, string Query)> Queries(JsonNode dashboard) =>
        from panel in dashboard["panels"]!.AsArray()
        from target in panel!["targets"]?.AsArray() ?? []
        select (panel["title"]!.GetValue<string>(), Fill(target!["expr"]!.GetValue<string>()));

    /// <summary>A query without Grafana's variables.</summary>
    public static string Fill(string query) => query.Replace("$__rate_interval", "20s", StringComparison.Ordinal)
        .Replace("$instance", ".*", StringComparison.Ordinal).Replace("$stream", ".*", StringComparison.Ordinal);
}
