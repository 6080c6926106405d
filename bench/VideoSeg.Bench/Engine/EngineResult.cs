using System.Globalization;
using System.Text.Json.Nodes;
using VideoSeg.Model.Inference;

namespace VideoSeg.Bench.Engine;

/// <summary>All engines at one number of threads and pictures.</summary>
/// <param name="Threads">Threads an operation is spread over.</param>
/// <param name="Batch">Pictures at once.</param>
/// <param name="Measurements">The engines, in the order of <see cref="Candidate.All"/>.</param>
internal sealed record EngineResult(int Threads, int Batch, IReadOnlyList<EngineMeasurement> Measurements)
{
    /// <summary>A table for people.</summary>
    public string ToText()
    {
        string head = $"{$"{Count(Threads, "thread")}, {Count(Batch, "picture")} at once",-38} {"ms",8} {"fastest",8} {"slowest",8} {"ms each",8} {"of ONNX",8} {"of conv.",8} {"MB",6} {"start s",8}";
        return string.Join('\n', [head, .. Measurements.Select(Row)]);
    }

    /// <summary>The CPU engine's time in each precision as a multiple of ONNX Runtime's in f32.</summary>
    public JsonObject RatiosToOnnxRuntime() => new(Measurements
        .Where(measurement => measurement.Candidate.Engine == OneDnnSegmenter.Name)
        .Select(measurement => KeyValuePair.Create(measurement.Candidate.Precision, (JsonNode?)Round(Ratio(measurement, OnnxRuntime.Name, "f32")))));

    /// <summary>An object for programs for each engine.</summary>
    public IEnumerable<JsonObject> ToJson() => Measurements.Select(measurement =>
    {
        var json = new JsonObject
        {
            ["threads"] = Threads,
            ["batch"] = Batch,
            ["engine"] = measurement.Candidate.Engine,
            ["precision"] = measurement.Candidate.Precision,
        };
        if (measurement.Refusal is { } refusal)
        {
            json["refused"] = refusal;
            return json;
        }

        json["description"] = measurement.Description;
        json["median_ms"] = Round(1000 * measurement.Median);
        json["fastest_ms"] = Round(1000 * measurement.Seconds[0]);
        json["slowest_ms"] = Round(1000 * measurement.Seconds[^1]);
        json["ratio_to_onnxruntime"] = Round(Ratio(measurement, OnnxRuntime.Name, "f32"));
        json["ratio_to_convolutions"] = Round(Ratio(measurement, ConvolutionWorkload.Name, measurement.Candidate.Precision));
        json["peak_mb"] = Round(measurement.PeakMegabytes);
        json["start_seconds"] = Round(measurement.StartSeconds);
        return json;
    });

    private string Row(EngineMeasurement measurement) => measurement.Refusal is { } refusal
        ? $"  {measurement.Candidate.Engine}, {measurement.Candidate.Precision}: refused: {refusal}"
        : Invariant($"  {measurement.Description,-36} {1000 * measurement.Median,8:0.0} {1000 * measurement.Seconds[0],8:0.0} {1000 * measurement.Seconds[^1],8:0.0} ") +
            Invariant($"{1000 * measurement.Median / Batch,8:0.0} {Times(Ratio(measurement, OnnxRuntime.Name, "f32")),8} ") +
            Invariant($"{Times(Ratio(measurement, ConvolutionWorkload.Name, measurement.Candidate.Precision)),8} {measurement.PeakMegabytes,6:0} {measurement.StartSeconds,8:0.00}");

    /// <summary>Median time as a multiple of another's; null where one of them was not measured.</summary>
    private double? Ratio(EngineMeasurement measurement, string engine, string precision) =>
        measurement.Refusal is null && Measurements.FirstOrDefault(other => other.Candidate == new Candidate(engine, precision)) is { Refusal: null } other
            ? measurement.Median / other.Median
            : null;

    private static string Times(double? ratio) => ratio is { } value ? Invariant($"{value:0.00}x") : "";

    private static string Count(int number, string what) => Invariant($"{number} {what}{(number == 1 ? "" : "s")}");

    private static double? Round(double? value) => value is { } number ? Math.Round(number, 3) : null;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
