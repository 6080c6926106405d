using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Scores;

namespace VideoSeg.Host.Commands;

/// <summary>What <c>evaluate</c> shows in the end: a table for people, or a line of JSON for programs.</summary>
internal static class EvaluationReport
{
    private const int LowestShown = 5;
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Mean, interval and median of each score, what the pictures have in common, those with the lowest Dice, and how it was computed.</summary>
    public static IEnumerable<string> ToLines(EvaluationResult result, EvaluationSummary summary, VideoScores? video, SegmenterInfo info, EvaluationOptions options)
    {
        string interval = ScoreText.Of($"{100 * summary.Bootstrap.Confidence:0.#} % interval");
        yield return ScoreText.Of($"{"",-16}{"mean",8}  {interval,-16}{"median",8}");
        foreach ((ScoreKind kind, ScoreInterval mean) in ScoreKind.All.Zip(summary.Means))
        {
            yield return ScoreText.Of($"{kind.Title,-16}{mean.Mean,8:0.0000}  {Interval(mean),-16}{Median(result.Samples.Select(s => kind.Of(s.Scores))),8:0.0000}");
        }

        yield return ScoreText.Of($"the intervals: {summary.Bootstrap.Resamples} times {(summary.IsBySequence ? "the sequences" : "the pictures")} drawn anew");
        yield return "";
        foreach (string line in Groups("polyp of picture", summary.Sizes))
        {
            yield return line;
        }

        if (summary.IsBySequence)
        {
            yield return "";
            foreach (string line in Groups("sequence", summary.Sequences))
            {
                yield return line;
            }
        }

        IEnumerable<string> more = summary.Classes.IsEmpty ? [] : ClassLines(summary);
        foreach (string line in video is null ? more : more.Concat(VideoLines(video)))
        {
            yield return line;
        }

        yield return "";
        if (result.ClassFault is { } fault)
        {
            yield return $"classes told apart in {summary.ClassPictures} of {result.Samples.Length} pictures, as the other masks do not hold them: {fault}";
        }

        if (summary.Empty is { } empty)
        {
            yield return ScoreText.Of($"without a polyp: {Count(empty.Pictures, "picture")}, something marked in {empty.Marked} ({empty.FalsePositiveRate:0.000}, {Interval(empty.Rate)}); of them {100 * empty.MeanShare:0.###} % on average, {100 * empty.LargestShare:0.###} % at most");
        }

        var lowest = result.Samples.OrderBy(s => s.Scores.Dice).Take(LowestShown).Select(s => ScoreText.Of($"{s.Name} {s.Scores.Dice:0.000}"));
        yield return $"lowest Dice: {string.Join(", ", lowest)}";
        yield return ScoreText.Of(
            $"{Count(result.Samples.Length, "picture")} at their own sizes, threshold {options.Threshold:0.###}{(options.MinArea > 0 ? ScoreText.Of($", smallest area {options.MinArea:0.######}") : "")}, in {result.Elapsed.TotalSeconds:0.0} s ") +
            $"({info.Engine}, {info.Precision}, {info.Device}, {info.Model}{(info.Augmentation.Length > 0 ? $", {info.Augmentation}" : "")})";
    }

    /// <summary>One line. The key <c>precision</c> is the score; that of the arithmetic is <c>compute_precision</c>.</summary>
    public static string ToJson(EvaluationResult result, EvaluationSummary summary, VideoScores? video, SegmenterInfo info, EvaluationOptions options) =>
        ToNode(result, summary, video, info, options).ToJsonString(Relaxed);

    /// <summary>The same, not yet written.</summary>
    public static JsonObject ToNode(EvaluationResult result, EvaluationSummary summary, VideoScores? video, SegmenterInfo info, EvaluationOptions options)
    {
        var json = new JsonObject { ["images"] = result.Samples.Length };
        foreach ((ScoreKind kind, ScoreInterval mean) in ScoreKind.All.Zip(summary.Means))
        {
            json[kind.Key] = Rounded(mean.Mean);
        }

        json["threshold"] = Math.Round(options.Threshold, 6);
        json["min_area"] = Math.Round(options.MinArea, 6);
        json["engine"] = info.Engine;
        json["compute_precision"] = info.Precision;
        json["device"] = info.Device;
        json["model"] = info.Model;
        json["augment"] = info.Augmentation.Length > 0 ? info.Augmentation : "none";
        json["seconds"] = Math.Round(result.Elapsed.TotalSeconds, 3);
        json["preprocess_seconds"] = Math.Round(result.PreprocessTime.TotalSeconds, 3);
        json["inference_seconds"] = Math.Round(result.InferenceTime.TotalSeconds, 3);
        json["intervals"] = new JsonObject(ScoreKind.All.Zip(summary.Means, (kind, mean) => KeyValuePair.Create(kind.Key, (JsonNode?)IntervalNode(mean))));
        json["bootstrap"] = new JsonObject
        {
            ["resamples"] = summary.Bootstrap.Resamples,
            ["confidence"] = summary.Bootstrap.Confidence,
            ["unit"] = summary.IsBySequence ? "sequence" : "picture",
            ["seed"] = summary.Bootstrap.Seed,
        };
        json["missed"] = summary.Missed;
        json["sizes"] = GroupsNode(summary.Sizes);
        if (summary.IsBySequence)
        {
            json["sequences"] = GroupsNode(summary.Sequences);
        }

        json["empty"] = summary.Empty is not { } empty ? null : new JsonObject
        {
            ["images"] = empty.Pictures,
            ["marked"] = empty.Marked,
            ["false_positive_rate"] = Rounded(empty.FalsePositiveRate),
            ["false_positive_rate_interval"] = IntervalNode(empty.Rate),
            ["mean_share"] = Rounded(empty.MeanShare),
            ["largest_share"] = Rounded(empty.LargestShare),
        };
        if (!summary.Classes.IsEmpty)
        {
            json["classes"] = new JsonArray([.. summary.Classes.Select(ClassNode)]);
            json["class_images"] = summary.ClassPictures;
        }

        if (result.ClassFault is { } fault)
        {
            json["class_fault"] = fault;
        }

        if (result.Histogram is { } histogram)
        {
            var bins = histogram.Calibration();
            json["average_precision"] = Rounded(histogram.AveragePrecision());
            json["calibration_error"] = Rounded(CalibrationBin.ExpectedError(bins));
            json["calibration_error_uncertain"] = Rounded(CalibrationBin.ExpectedError(bins.RemoveAt(bins.Length - 1).RemoveAt(0)));
        }

        if (video is not null)
        {
            json["video"] = VideoNode(video);
        }

        return json;
    }

    private static JsonNode ClassNode(ClassScores c) => new JsonObject
    {
        ["name"] = c.Name,
        ["dice"] = Rounded(c.Dice.Mean),
        ["dice_interval"] = IntervalNode(c.Dice),
        ["iou"] = Rounded(c.IoU.Mean),
        ["iou_interval"] = IntervalNode(c.IoU),
        ["present"] = c.Present,
        ["present_dice"] = Rounded(c.PresentDice.Mean),
        ["present_dice_interval"] = IntervalNode(c.PresentDice),
        ["present_iou"] = Rounded(c.PresentIoU.Mean),
        ["false_positives"] = c.FalsePositives,
    };

    private static JsonObject VideoNode(VideoScores video) => new()
    {
        ["frames_per_second"] = video.Options.FramesPerSecond,
        ["sequences"] = video.Sequences,
        ["frames"] = video.Frames,
        ["polyps"] = video.Polyps.Length,
        ["sensitivity"] = Rounded(video.Sensitivity.Mean),
        ["sensitivity_interval"] = IntervalNode(video.Sensitivity),
        ["consecutive"] = video.Options.Consecutive,
        ["consecutive_sensitivity"] = Rounded(video.SteadySensitivity.Mean),
        ["frame_sensitivity"] = Rounded(video.FrameSensitivity),
        ["false_alarms"] = video.FalseAlarms,
        ["false_alarms_per_minute"] = Rounded(video.FalseAlarmsPerMinute),
        ["false_frames"] = video.FalseFrames,
        ["median_delay_frames"] = Rounded(video.MedianDelay),
        ["median_delay_ms"] = Rounded(video.Milliseconds(video.MedianDelay)),
        ["never_marked"] = video.NeverMarked,
        ["longest_delay_frames"] = video.Delays.IsEmpty ? null : video.Delays[^1],
    };

    private static IEnumerable<string> VideoLines(VideoScores video)
    {
        yield return "";
        yield return ScoreText.Of($"as video, {Count(video.Sequences, "sequence")} of {Count(video.Frames, "frame")} at {video.Options.FramesPerSecond:0.###} frames a second:");
        yield return ScoreText.Of($"  polyps marked in a frame or more: {video.Polyps.Count(polyp => polyp.Marked > 0)} of {video.Polyps.Length} ({video.Sensitivity.Mean:0.000}, {Interval(video.Sensitivity)}); of all in {video.Options.Consecutive} frames in a row: {video.SteadySensitivity.Mean:0.000}, {Interval(video.SteadySensitivity)}");
        yield return video.Delays.IsEmpty
            ? "  first mark: none"
            : ScoreText.Of($"  first mark: {video.MedianDelay:0.#} frames ({video.Milliseconds(video.MedianDelay):0} ms) after the polyp appears, in the median of those that were marked, while {video.NeverMarked} never {(video.NeverMarked == 1 ? "was" : "were")}; marked in {100 * video.FrameSensitivity:0.0} % of all their frames");
        yield return ScoreText.Of($"  false alarms: {video.FalseAlarms}, {video.FalseAlarmsPerMinute:0.0} a minute, in {video.FalseFrames} frames");
    }

    private static IEnumerable<string> ClassLines(EvaluationSummary summary)
    {
        yield return "";
        yield return ScoreText.Of($"{"class",-18}{"present",8}{"Dice there",12}  {"interval",-16}{"IoU there",10}{"Dice over all",15}  {"interval",-16}{"IoU",8}");
        foreach (ClassScores c in summary.Classes)
        {
            yield return ScoreText.Of($"{c.Name,-18}{c.Present,8}{c.PresentDice.Mean,12:0.0000}  {Interval(c.PresentDice),-16}{c.PresentIoU.Mean,10:0.0000}{c.Dice.Mean,15:0.0000}  {Interval(c.Dice),-16}{c.IoU.Mean,8:0.0000}");
        }
    }

    private static IEnumerable<string> Groups(string title, IEnumerable<PictureGroup> groups)
    {
        yield return ScoreText.Of($"{title,-18}{"pictures",8}{"Dice",8}  {"interval",-16}{"IoU",8}{"missed",8}");
        foreach (PictureGroup group in groups)
        {
            yield return ScoreText.Of($"{group.Name,-18}{group.Pictures,8}{group.Dice.Mean,8:0.0000}  {Interval(group.Dice),-16}{group.IoU.Mean,8:0.0000}{group.Missed,8}");
        }
    }

    private static JsonArray GroupsNode(IEnumerable<PictureGroup> groups) => new([.. groups.Select(group => (JsonNode)new JsonObject
    {
        ["name"] = group.Name,
        ["images"] = group.Pictures,
        ["dice"] = Rounded(group.Dice.Mean),
        ["dice_interval"] = IntervalNode(group.Dice),
        ["iou"] = Rounded(group.IoU.Mean),
        ["iou_interval"] = IntervalNode(group.IoU),
        ["missed"] = group.Missed,
    })]);

    private static JsonArray IntervalNode(ScoreInterval interval) => new(Rounded(interval.Low), Rounded(interval.High));

    private static JsonNode? Rounded(double value) => double.IsFinite(value) ? Math.Round(value, 6) : null;

    private static string Interval(ScoreInterval interval) =>
        double.IsFinite(interval.Low) ? ScoreText.Of($"{interval.Low:0.0000}-{interval.High:0.0000}") : ScoreText.None;

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
