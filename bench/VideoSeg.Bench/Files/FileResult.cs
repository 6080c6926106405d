using System.Globalization;
using System.Text.Json.Nodes;

namespace VideoSeg.Bench.Files;

/// <summary>Medians of one picture size, in seconds.</summary>
internal sealed record FileResult
{
    public required (int Width, int Height) Size { get; init; }

    public required int Frames { get; init; }

    public required double Decode { get; init; }

    public required double Inference { get; init; }

    public required double Encode { get; init; }

    /// <summary>First frame read to closed output.</summary>
    public required double Job { get; init; }

    /// <summary>Start to end of the program.</summary>
    public required double Command { get; init; }

    /// <summary>Median time of a frame in each stage of <c>process</c>, in milliseconds.</summary>
    public required IReadOnlyDictionary<string, double> StageMilliseconds { get; init; }

    /// <summary>What the three take one after the other.</summary>
    public double Sum => Decode + Inference + Encode;

    /// <summary>The middle one of some numbers, or the mean of the middle two.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>A table for people.</summary>
    public string ToText()
    {
        string[] rows =
        [
            $"{$"{Size.Width} x {Size.Height}, {Frames} frames",-40} {"seconds",8} {"frames/s",9} {"of sum",10}",
            Row("decode alone", Decode), Row("inference alone", Inference), Row("encode alone", Encode), Row("sum of the three", Sum),
            Row("process, first frame to closed output", Job), Row("process, whole command", Command),
            $"  stages in process, median ms a frame: {string.Join(", ", StageMilliseconds.Select(stage => Invariant($"{stage.Key} {stage.Value:0.0}")))}",
        ];
        return string.Join('\n', rows);
    }

    /// <summary>An object for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["width"] = Size.Width,
        ["height"] = Size.Height,
        ["frames"] = Frames,
        ["decode_seconds"] = Round(Decode),
        ["inference_seconds"] = Round(Inference),
        ["encode_seconds"] = Round(Encode),
        ["sum_seconds"] = Round(Sum),
        ["process_seconds"] = Round(Job),
        ["command_seconds"] = Round(Command),
        ["process_to_sum"] = Round(Job / Sum),
        ["command_to_sum"] = Round(Command / Sum),
        ["stages_p50_ms"] = new JsonObject(StageMilliseconds.Select(stage => KeyValuePair.Create(stage.Key, (JsonNode?)stage.Value))),
    };

    private string Row(string what, double seconds) => Invariant($"  {what,-38} {seconds,8:0.00} {Frames / seconds,9:0.0} {100 * seconds / Sum,8:0} %");

    private static double Round(double value) => Math.Round(value, 3);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
