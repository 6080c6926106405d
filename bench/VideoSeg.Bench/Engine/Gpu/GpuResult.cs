using System.Globalization;
using System.Text.Json.Nodes;

namespace VideoSeg.Bench.Engine.Gpu;

/// <summary>All engines on a GPU at one number of pictures.</summary>
/// <param name="Batch">Pictures at once.</param>
/// <param name="Measurements">The engines, in the order of <see cref="GpuCandidate.In"/>.</param>
/// <param name="Floors">What no engine gets below, by precision: seconds that the arithmetic and the memory traffic of the compiled network take at least.</param>
internal sealed record GpuResult(int Batch, IReadOnlyList<GpuMeasurement> Measurements, IReadOnlyDictionary<string, (double Arithmetic, double Traffic)> Floors)
{
    /// <summary>A table for people.</summary>
    public string ToText()
    {
        string head = $"{$"{Batch} pictures at once",-44} {"p50 ms",9} {"p99 ms",9} {"frames/s",9} {"of eager",9} {"of comp.",9} {"device MB",10} {"sum",12}";
        IEnumerable<string> floors = Floors.Select(floor => Invariant(
            $"  floor, {floor.Key,-35} {1000 * floor.Value.Arithmetic,9:0.000} ms by arithmetic, {1000 * floor.Value.Traffic,9:0.000} ms by memory traffic"));
        return string.Join('\n', [head, .. Measurements.Select(Row), .. floors]);
    }

    /// <summary>An object for programs for each engine.</summary>
    public IEnumerable<JsonObject> ToJson() => Measurements.Select(measurement =>
    {
        var json = new JsonObject { ["batch"] = Batch, ["engine"] = measurement.Candidate.Engine, ["precision"] = measurement.Candidate.Precision };
        if (measurement.Refusal is { } refusal)
        {
            json["refused"] = refusal;
            return json;
        }

        (double arithmetic, double traffic) = Floors[measurement.Candidate.Precision];
        json["description"] = measurement.Description;
        json["p50_ms"] = 1000 * measurement.Percentile(0.5);
        json["p99_ms"] = 1000 * measurement.Percentile(0.99);
        json["frames_per_second"] = Batch / measurement.Percentile(0.5);
        json["ratio_to_eager"] = Ratio(measurement, PyTorch.Eager);
        json["ratio_to_compiled"] = Ratio(measurement, PyTorch.Compiled);
        json["device_mb"] = measurement.DeviceMegabytes;
        json["sum"] = measurement.Sum;
        json["floor_arithmetic_ms"] = 1000 * arithmetic;
        json["floor_traffic_ms"] = 1000 * traffic;
        return json;
    });

    private string Row(GpuMeasurement measurement) => measurement.Refusal is { } refusal
        ? $"  {measurement.Candidate.Engine}, {measurement.Candidate.Precision}: refused: {refusal}"
        : Invariant($"  {measurement.Description,-42} {1000 * measurement.Percentile(0.5),9:0.000} {1000 * measurement.Percentile(0.99),9:0.000} ") +
            Invariant($"{Batch / measurement.Percentile(0.5),9:0} {Times(Ratio(measurement, PyTorch.Eager)),9} {Times(Ratio(measurement, PyTorch.Compiled)),9} ") +
            Invariant($"{measurement.DeviceMegabytes,10:0} {measurement.Sum,12:0.0}");

    /// <summary>Median time as a multiple of another engine's in the same precision; null where one of them was not measured.</summary>
    private double? Ratio(GpuMeasurement measurement, string engine) =>
        measurement.Refusal is null && Measurements.FirstOrDefault(other => other.Candidate == measurement.Candidate with { Engine = engine }) is { Refusal: null } other
            ? measurement.Percentile(0.5) / other.Percentile(0.5)
            : null;

    private static string Times(double? ratio) => ratio is { } value ? Invariant($"{value:0.00}x") : "";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
