using VideoSeg.Host.Metrics.Exposition;

namespace VideoSeg.Host.Metrics;

/// <summary>A series of a histogram. Its count is that of its buckets, so that both agree at any moment.</summary>
internal sealed class HistogramSeries(MetricLabels labels, double[] edges) : MetricSeries(labels)
{
    private readonly long[] _counts = new long[edges.Length + 1];
    private double _sum;

    /// <inheritdoc/>
    public override void Add(double value)
    {
        int index = Array.BinarySearch(edges, value);
        Interlocked.Increment(ref _counts[index < 0 ? ~index : index]);
        Add(ref _sum, value);
    }

    /// <inheritdoc/>
    public override void Write(ExpositionWriter writer, MetricFamily family)
    {
        double sum = Volatile.Read(ref _sum);
        long count = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            count += Volatile.Read(ref _counts[i]);
            writer.Bucket(family.Name, Labels, family.EdgeLabels[i], count);
        }

        // OpenMetrics: negative measurements would let the sum fall, which a counter must not.
        if (edges.Length == 0 || edges[0] >= 0)
        {
            writer.Sample(family.Name, "_sum", Labels, sum);
            writer.Sample(family.Name, "_count", Labels, count);
        }
    }
}
