using System.Text.Json.Nodes;
using VideoSeg.Host.Commands;
using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Scores;
using Xunit;

namespace VideoSeg.Host.Tests.Commands;

public sealed class EvaluationReportTests
{
    private static readonly SegmenterInfo Info = new("libtorch", "bf16", "cpu", "resunetpp", 352, 352, ["polyp"], 8);

    private static readonly EvaluationResult Result = new(
        [Sample("a", 30, 10, 20, 40), Sample("b", 0, 0, 50, 50), Sample("c", 50, 0, 0, 50), Sample("d", 50, 0, 0, 50)],
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4));

    private static readonly EvaluationOptions Options = new() { Threshold = 0.4f };

    [Fact]
    public void ToJson_IsOneLineWithTheKeysThatAreAskedFor()
    {
        string line = EvaluationReport.ToJson(Result, Result.Summarise(), null, Info, Options);

        Assert.DoesNotContain('\n', line);
        JsonObject json = JsonNode.Parse(line)!.AsObject();
        Assert.Equal(4, (int)json["images"]!);
        Assert.Equal((2.0 / 3 + 0 + 1 + 1) / 4, (double)json["dice"]!, 1e-6);
        Assert.Equal((0.5 + 0 + 1 + 1) / 4, (double)json["iou"]!, 1e-6);
        Assert.Equal((0.75 + 0 + 1 + 1) / 4, (double)json["precision"]!, 1e-6);
        Assert.Equal((0.6 + 0 + 1 + 1) / 4, (double)json["recall"]!, 1e-6);
        Assert.Equal((0.625 + 0 + 1 + 1) / 4, (double)json["f2"]!, 1e-6);
        Assert.Equal(((0.5 + (40.0 / 70)) / 2 + 0.25 + 1 + 1) / 4, (double)json["miou2"]!, 1e-6);
        Assert.Equal(0.4, (double)json["threshold"]!, 1e-9);
        Assert.Equal("libtorch", (string)json["engine"]!);
        Assert.Equal("bf16", (string)json["compute_precision"]!);
        Assert.Equal("picture", (string)json["bootstrap"]!["unit"]!);
        Assert.Equal(2000, (int)json["bootstrap"]!["resamples"]!);
        Assert.True((double)json["intervals"]!["dice"]![0]! < (double)json["dice"]! && (double)json["intervals"]!["dice"]![1]! > (double)json["dice"]!);
        Assert.Equal(1, (int)json["missed"]!);
        Assert.Equal(4, json["sizes"]!.AsArray().Sum(size => (int)size!["images"]!));
        Assert.Null(json["empty"]);
    }

    [Fact]
    public void ToLines_ShowsMeanMedianAndTheLowest()
    {
        string[] lines = [.. EvaluationReport.ToLines(Result, Result.Summarise(), null, Info, Options)];
        Assert.StartsWith("Dice              0.6667  ", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("  0.8333", lines[1], StringComparison.Ordinal);
        Assert.Equal("lowest Dice: b 0.000, a 0.667, c 1.000, d 1.000", lines[^2]);
        Assert.Equal("4 pictures at their own sizes, threshold 0.4, in 4.0 s (libtorch, bf16, cpu, resunetpp)", lines[^1]);
    }

    [Fact]
    public void ToLinesAndToJson_ClassesVideoAndFlips_TellThemWithoutANumberThatIsNone()
    {
        EvaluationResult result = Result with
        {
            Samples = [.. Result.Samples.Select((s, i) => i == 3 ? s : s with { Classes = [s.Counts, new ConfusionCounts(0, 0, 0, 100)] })],
            ClassNames = ["neoplastic", "other"],
            ClassFault = "d.png: found 255",
        };
        var video = new VideoScores { Options = new VideoScoreOptions { FramesPerSecond = 25 }, Sequences = 1, Frames = 100, Polyps = [], FalseAlarms = 2, FalseFrames = 7 };
        SegmenterInfo info = Info with { Augmentation = FlippedSegmenter.Name };
        EvaluationSummary summary = result.Summarise();

        string text = string.Join('\n', EvaluationReport.ToLines(result, summary, video, info, Options));
        JsonObject json = JsonNode.Parse(EvaluationReport.ToJson(result, summary, video, info, Options))!.AsObject();

        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.Contains("classes told apart in 3 of 4 pictures, as the other masks do not hold them: d.png: found 255", text, StringComparison.Ordinal);
        Assert.Contains("as video, 1 sequence of 100 frames at 25 frames a second:", text, StringComparison.Ordinal);
        Assert.Contains("polyps marked in a frame or more: 0 of 0 (–, –)", text, StringComparison.Ordinal);
        Assert.Contains("first mark: none", text, StringComparison.Ordinal);
        Assert.Contains("false alarms: 2, 30.0 a minute, in 7 frames", text, StringComparison.Ordinal);
        Assert.EndsWith("resunetpp, flips)", text, StringComparison.Ordinal);
        Assert.Equal("flips", (string)json["augment"]!);
        Assert.Equal(3, (int)json["class_images"]!);
        Assert.Equal("d.png: found 255", (string)json["class_fault"]!);
        Assert.Equal((3, 0), ((int)json["classes"]![0]!["present"]!, (int)json["classes"]![1]!["present"]!));
        Assert.Null(json["classes"]![1]!["present_dice"]);
        Assert.Null(json["video"]!["sensitivity"]);
        Assert.Equal(30, (double)json["video"]!["false_alarms_per_minute"]!, 1e-9);
    }

    private static SampleScores Sample(string name, int tp, int fp, int fn, int tn)
    {
        var counts = new ConfusionCounts(tp, fp, fn, tn);
        return new SampleScores(name, 10, 10, counts, ImageScores.From(counts));
    }
}
