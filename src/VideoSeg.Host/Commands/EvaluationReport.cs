using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Inference;

namespace VideoSeg.Host.Commands;

/// <summary>What <c>evaluate</c> shows in the end: a table for people, or a line of JSON for programs.</summary>
internal static class EvaluationReport
{
    private const int LowestShown = 5;
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Title, Func<ImageScores, double> Select)[] Rows =
    [
        ("Dice", s => s.Dice),
        ("IoU", s => s.IoU),
        ("precision", s => s.Precision),
        ("recall", s => s.Recall),
        ("F2", s => s.F2),
        ("two-class mIoU", s => s.TwoClassIoU),
    ];

    /// <summary>Mean and median of each score, the pictures with the lowest Dice, and how it was computed.</summary>
    public static IEnumerable<string> ToLines(EvaluationResult result, SegmenterInfo info, float threshold)
    {
        yield return Invariant($"{"",-16}{"mean",8}{"median",8}");
        foreach ((string title, Func<ImageScores, double> select) in Rows)
        {
            yield return Invariant($"{title,-16}{select(result.Mean),8:0.0000}{Median(result.Samples.Select(s => select(s.Scores))),8:0.0000}");
        }

        var lowest = result.Samples.OrderBy(s => s.Scores.Dice).Take(LowestShown).Select(s => Invariant($"{s.Name} {s.Scores.Dice:0.000}"));
        yield return $"lowest Dice: {string.Join(", ", lowest)}";
        yield return Invariant(
            $"{result.Samples.Length} pictures at their own sizes, threshold {threshold:0.###}, in {result.Elapsed.TotalSeconds:0.0} s ") +
            $"({info.Engine}, {info.Precision}, {info.Device}, {info.Model})";
    }

    /// <summary>One line. The key <c>precision</c> is the score; that of the arithmetic is <c>compute_precision</c>.</summary>
    public static string ToJson(EvaluationResult result, SegmenterInfo info, float threshold) => new JsonObject
    {
        ["images"] = result.Samples.Length,
        ["dice"] = Math.Round(result.Mean.Dice, 6),
        ["iou"] = Math.Round(result.Mean.IoU, 6),
        ["precision"] = Math.Round(result.Mean.Precision, 6),
        ["recall"] = Math.Round(result.Mean.Recall, 6),
        ["f2"] = Math.Round(result.Mean.F2, 6),
        ["miou2"] = Math.Round(result.Mean.TwoClassIoU, 6),
        ["threshold"] = Math.Round(threshold, 6),
        ["engine"] = info.Engine,
        ["compute_precision"] = info.Precision,
        ["device"] = info.Device,
        ["model"] = info.Model,
        ["seconds"] = Math.Round(result.Elapsed.TotalSeconds, 3),
        ["preprocess_seconds"] = Math.Round(result.PreprocessTime.TotalSeconds, 3),
        ["inference_seconds"] = Math.Round(result.InferenceTime.TotalSeconds, 3),
    }.ToJsonString(Relaxed);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
