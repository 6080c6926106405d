using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using VideoSeg.Pipeline.Batch;

namespace VideoSeg.Host.Commands;

/// <summary>The last line of <c>process --json</c> for many recordings.</summary>
internal static class BatchSummary
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ToJson(ImmutableArray<BatchRow> rows, int recordings, string summary) => new JsonObject
    {
        ["recordings"] = recordings,
        ["done"] = rows.Count(row => row.Status == BatchStatus.Done),
        ["skipped"] = rows.Count(row => row.Status == BatchStatus.Skipped),
        ["failed"] = rows.Count(row => row.Status == BatchStatus.Failed),
        ["interrupted"] = rows.Length < recordings || rows.Any(row => row.Status == BatchStatus.Interrupted),
        ["frames_out"] = rows.Sum(row => row.Frames),
        ["seconds"] = Math.Round(rows.Sum(row => row.Seconds), 3),
        ["summary"] = summary,
        ["failures"] = new JsonArray([.. rows.Where(row => row.Status == BatchStatus.Failed)
            .Select(row => new JsonObject { ["input"] = row.Input, ["message"] = row.Message })]),
    }.ToJsonString(Options);
}
