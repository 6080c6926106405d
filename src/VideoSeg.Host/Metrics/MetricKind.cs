namespace VideoSeg.Host.Metrics;

/// <summary>What Prometheus takes a metric for.</summary>
internal enum MetricKind
{
    /// <summary>Only grows, from 0 at the start of the program or of its stream.</summary>
    Counter,

    /// <summary>A value of now.</summary>
    Gauge,

    /// <summary>Counts of measurements up to edges, and their sum.</summary>
    Histogram,
}
