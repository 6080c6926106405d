using System.Text.Json;
using System.Text.Json.Nodes;

namespace VideoSeg.Pipeline.Output.Report;

/// <summary>The report for programs: the JSON in its page. Times are in seconds of the recording's own time, as in the detections.</summary>
internal static class ReportSummary
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string ToJson(ReportContent content) => new JsonObject
    {
        ["program"] = "VideoSeg",
        ["version"] = ReportContent.Version,
        ["notice"] = "research use only; not a medical device",
        ["ended"] = content.Job.Ended.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
        ["interrupted"] = content.Job.WasInterrupted,
        ["recording"] = new JsonObject
        {
            ["name"] = content.Name,
            ["codec"] = content.Video.Codec,
            ["width"] = content.Video.Width,
            ["height"] = content.Video.Height,
            ["fps"] = content.Video.FrameRate.IsKnown ? Math.Round(content.Video.FrameRate.Value, 4) : null,
            ["start"] = Seconds(content.Extent.Start),
            ["end"] = Seconds(content.Extent.End),
            ["frames"] = content.Job.FramesOut,
            ["frames_analysed"] = content.Job.FramesAnalysed,
        },
        ["field"] = content.Field,
        ["model"] = new JsonObject
        {
            ["name"] = content.Job.Segmenter.Model,
            ["sha256"] = content.Options.WeightsSha256,
            ["engine"] = content.Job.Segmenter.Engine,
            ["precision"] = content.Job.Segmenter.Precision,
            ["device"] = content.Job.Segmenter.Device,
        },
        ["settings"] = new JsonObject(ReportSettings.Of(content.Options).Select(setting => KeyValuePair.Create(setting.Name, (JsonNode?)setting.Value))),
        ["notes"] = new JsonArray([.. content.Notes.Select(note => (JsonNode)note)]),
        ["frames_with_polyps"] = content.Job.FramesWithPolyps,
        ["polyps"] = new JsonArray([.. content.Polyps.Select(ToJson)]),
    }.ToJsonString(Indented);

    private static JsonObject ToJson(ReportPolyp polyp) => new()
    {
        ["number"] = polyp.Record.Number,
        ["class"] = polyp.Record.Class,
        ["first_seen"] = Seconds(polyp.Record.FirstSeen),
        ["last_seen"] = Seconds(polyp.Record.LastSeen),
        ["seconds_seen"] = Seconds(polyp.Record.SecondsSeen),
        ["frames"] = polyp.Record.Frames,
        ["losses"] = polyp.Record.Losses,
        ["largest_area"] = Math.Round(polyp.Record.LargestArea, 1),
        ["largest_share"] = Math.Round(polyp.Record.LargestShare, 6),
        ["mean_probability"] = Math.Round(polyp.Record.MeanProbability, 4),
        ["max_probability"] = Math.Round(polyp.Record.MaximumProbability, 4),
        ["best_frame"] = polyp.View.Frame,
        ["best_time"] = Seconds(polyp.View.Time),
        ["seen"] = new JsonArray([.. polyp.Record.Spans.Select(span => (JsonNode)new JsonArray(Seconds(span.Start), Seconds(span.End)))]),
    };

    private static double Seconds(double seconds) => Math.Round(seconds, 4);
}
