namespace VideoSeg.TestKit;

/// <summary>A sample as a parser of OpenMetrics understood it.</summary>
/// <param name="Name">Its name, with suffix.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Value">Its value, as text.</param>
public sealed record OpenMetricsSample(string Name, IReadOnlyDictionary<string, string> Labels, string Value);
