using System.Text.Json.Nodes;
using Xunit;

namespace VideoSeg.TestKit;

/// <summary>Reads YAML, by Python's reader.</summary>
public static class Yaml
{
    private const string Python = "/usr/bin/python3";
    private const string Script = "import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(sys.stdin.buffer)), default=str))";

    /// <summary>The documents of a file.</summary>
    public static async Task<JsonArray> ReadAsync(string path)
    {
        Assert.SkipUnless(File.Exists(Python) && (await ToolRun.RunAsync(Python, ["-c", "import yaml"])).ExitCode == 0, "needs a reader of YAML (Debian package python3-yaml)");
        ToolRun run = await ToolRun.RunAsync(Python, ["-c", Script], await File.ReadAllBytesAsync(path));
        Assert.True(run.ExitCode == 0, $"{path}: {run.Errors}");
        return JsonNode.Parse(run.Output)!.AsArray();
    }
}
