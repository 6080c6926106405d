using System.Diagnostics.Metrics;

namespace VideoSeg.Host.Metrics;

/// <summary>What an instrument says of itself, whatever type its numbers have.</summary>
internal static class InstrumentFacts
{
    // Those of OpenTelemetry, for instruments that give no advice.
    private static readonly double[] SecondEdges = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    private static readonly double[] OtherEdges = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

    // .NET 10 makes counters of these two, though they fall.
    private static readonly string[] Falling = ["dotnet.thread_pool.thread.count", "dotnet.thread_pool.queue.length"];

    /// <summary>What Prometheus takes it for; null where it is of a kind that is not known.</summary>
    public static MetricKind? Kind(Instrument instrument) => GenericName(instrument) switch
    {
        _ when Falling.Contains(instrument.Name) => MetricKind.Gauge,
        "Counter" or "ObservableCounter" => MetricKind.Counter,
        "UpDownCounter" or "ObservableUpDownCounter" or "Gauge" or "ObservableGauge" => MetricKind.Gauge,
        "Histogram" => MetricKind.Histogram,
        _ => null,
    };

    /// <summary>Whether the last measurement counts, not the sum of all.</summary>
    public static bool IsLastValue(Instrument instrument) => GenericName(instrument) is "Gauge" or "ObservableGauge";

    /// <summary>Upper edges of a histogram's buckets, rising, without infinity.</summary>
    public static double[] Edges(Instrument instrument)
    {
        IEnumerable<double>? advised = instrument switch
        {
            Instrument<double> { Advice.HistogramBucketBoundaries: { } edges } => edges,
            Instrument<float> { Advice.HistogramBucketBoundaries: { } edges } => edges.Select(edge => (double)edge),
            Instrument<decimal> { Advice.HistogramBucketBoundaries: { } edges } => edges.Select(edge => (double)edge),
            Instrument<long> { Advice.HistogramBucketBoundaries: { } edges } => edges.Select(edge => (double)edge),
            Instrument<int> { Advice.HistogramBucketBoundaries: { } edges } => edges.Select(edge => (double)edge),
            Instrument<short> { Advice.HistogramBucketBoundaries: { } edges } => edges.Select(edge => (double)edge),
            Instrument<byte> { Advice.HistogramBucketBoundaries: { } edges } => edges.Select(edge => (double)edge),
            _ => null,
        };
        return advised is null ? instrument.Unit == "s" ? SecondEdges : OtherEdges : [.. advised.Where(double.IsFinite).Distinct().Order()];
    }

    private static string GenericName(Instrument instrument)
    {
        // Somebody may have derived from Counter<T>, say: not in .NET, whose classes are sealed.
        string name = instrument.GetType().Name;
        int tick = name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? name : name[..tick];
    }
}
