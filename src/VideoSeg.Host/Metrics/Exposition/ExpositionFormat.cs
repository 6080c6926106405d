namespace VideoSeg.Host.Metrics.Exposition;

/// <summary>How metrics are written.</summary>
internal enum ExpositionFormat
{
    /// <summary>Prometheus' text format 0.0.4.</summary>
    Text,

    /// <summary>OpenMetrics 1.0.</summary>
    OpenMetrics,
}
