namespace VideoSeg.TestKit;

/// <summary>A metric as a parser of OpenMetrics understood it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Unit">Its unit; empty for none.</param>
/// <param name="Help">What it shows.</param>
/// <param name="Samples">Its samples.</param>
public sealed record OpenMetricsFamily(string Name, string Type, string Unit, string Help, IReadOnlyList<OpenMetricsSample> Samples);
