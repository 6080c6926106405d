using System.Text.Json;
using System.Text.Json.Nodes;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Tracking;

namespace VideoSeg.Host.Commands;

/// <summary>The last line of <c>process --json</c>.</summary>
internal static class ProcessSummary
{
    public static string ToJson(FileJobReport report, FileJobOptions options)
    {
        var stages = new JsonObject();
        foreach (StepReport step in report.Steps)
        {
            stages[step.Name] = new JsonObject
            {
                ["p50_ms"] = Milliseconds(step.Median),
                ["p95_ms"] = Milliseconds(step.Percentile95),
                ["p99_ms"] = Milliseconds(step.Percentile99),
                ["max_ms"] = Milliseconds(step.Maximum),
            };
        }

        return new JsonObject
        {
            ["frames_in"] = report.FramesIn,
            ["frames_out"] = report.FramesOut,
            ["dropped"] = report.FramesDropped,
            ["interrupted"] = report.WasInterrupted,
            ["seconds"] = Math.Round(report.Elapsed.TotalSeconds, 3),
            ["fps"] = Math.Round(report.FramesPerSecond, 2),
            ["frames_analysed"] = report.FramesAnalysed,
            ["frames_with_polyps"] = report.FramesWithPolyps,
            ["polyps"] = report.Polyps,
            ["field"] = ToJson(report.Field, report.FieldPictures),
            ["steadied"] = ToJson(report.Steadied),
            ["unsteadied"] = ToJson(report.Unsteadied),
            ["detections"] = report.Detections,
            ["guessed_times"] = report.Input.GuessedTimes,
            ["moved_times"] = report.Written.MovedTimes,
            ["time_jumps"] = report.Written.TimeJumps,
            ["converted_frames"] = report.Written.ConvertedFrames,
            ["notes"] = new JsonArray([.. report.Notes.Select(note => JsonValue.Create(note))]),
            ["stages"] = stages,
            ["engine"] = report.Segmenter.Engine,
            ["precision"] = report.Segmenter.Precision,
            ["device"] = report.Segmenter.Device,
            ["model"] = report.Segmenter.Model,
            ["threshold"] = Math.Round(options.Polyps.Threshold, 6),
            ["min_area"] = options.Polyps.MinArea,
            ["output"] = report.Output,
        }.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static JsonObject? ToJson(Steadiness? steadiness) => steadiness is null ? null : new JsonObject
    {
        ["overlap"] = steadiness.MeanOverlap is { } overlap ? Math.Round(overlap, 4) : null,
        ["breaks_per_minute"] = Math.Round(steadiness.BreaksPerMinute, 2),
        ["polyps"] = steadiness.Polyps,
    };

    private static JsonObject? ToJson(FieldOfView? field, int pictures) => field is null ? null : new JsonObject
    {
        ["shape"] = field.Shape.ToString().ToLowerInvariant(),
        ["box"] = new JsonArray(field.Bounds.X, field.Bounds.Y, field.Bounds.Width, field.Bounds.Height),
        ["share"] = Math.Round(field.Area / ((double)field.Width * field.Height), 4),
        ["found_in"] = pictures == 0 ? null : pictures,
    };

    private static double Milliseconds(TimeSpan duration) => Math.Round(duration.TotalMilliseconds, 3);
}
