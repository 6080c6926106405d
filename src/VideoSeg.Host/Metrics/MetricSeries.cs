using VideoSeg.Host.Metrics.Exposition;

namespace VideoSeg.Host.Metrics;

/// <summary>The measurements of one instrument with one set of labels. Recording is thread-safe, waits for nobody and allocates nothing.</summary>
internal abstract class MetricSeries(MetricLabels labels)
{
    /// <summary>Its labels.</summary>
    public MetricLabels Labels { get; } = labels;

    /// <summary>Number of the collection in which it was last observed; of no meaning to series that are recorded when something happens.</summary>
    public long Collection { get; protected set; }

    /// <summary>Adds a measurement.</summary>
    public abstract void Add(double value);

    /// <summary>Writes its samples.</summary>
    public abstract void Write(ExpositionWriter writer, MetricFamily family);

    private protected static void Add(ref double total, double value)
    {
        double before = Volatile.Read(ref total);
        while (true)
        {
            double seen = Interlocked.CompareExchange(ref total, before + value, before);
            if (seen.Equals(before))
            {
                return;
            }

            before = seen;
        }
    }
}
