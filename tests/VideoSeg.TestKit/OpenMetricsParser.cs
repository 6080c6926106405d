using System.Text.Json;
using Xunit;

namespace VideoSeg.TestKit;

/// <summary>The strict parser of OpenMetrics of Prometheus' Python client.</summary>
public static class OpenMetricsParser
{
    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import json, sys
        from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
        families = list(parse(sys.stdin.buffer.read().decode("utf-8")))
        print(json.dumps([{"name": f.name, "type": f.type, "unit": f.unit, "help": f.documentation,
            "samples": [{"name": s.name, "labels": s.labels, "value": repr(float(s.value))} for s in f.samples]} for f in families]))
        """;

    /// <summary>Parses; fails where something is not as it must be.</summary>
    public static async Task<IReadOnlyList<OpenMetricsFamily>> ParseAsync(ReadOnlyMemory<byte> text)
    {
        Assert.SkipUnless(File.Exists(Python) && (await ToolRun.RunAsync(Python, ["-c", "import prometheus_client"])).ExitCode == 0,
            "needs Prometheus' Python client (Debian package python3-prometheus-client)");
        ToolRun run = await ToolRun.RunAsync(Python, ["-c", Script], text);
        Assert.True(run.ExitCode == 0, run.Errors);
        return JsonSerializer.Deserialize<OpenMetricsFamily[]>(run.Output, JsonSerializerOptions.Web)!;
    }
}
