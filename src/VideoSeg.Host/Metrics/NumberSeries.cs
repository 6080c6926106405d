using VideoSeg.Host.Metrics.Exposition;

namespace VideoSeg.Host.Metrics;

/// <summary>A series of a counter or gauge: one number.</summary>
internal sealed class NumberSeries(MetricLabels labels) : MetricSeries(labels)
{
    private double _value;

    /// <summary>The number.</summary>
    public double Value => Volatile.Read(ref _value);

    /// <inheritdoc/>
    public override void Add(double value) => Add(ref _value, value);

    /// <summary>Puts the number.</summary>
    public void Set(double value) => Volatile.Write(ref _value, value);

    /// <summary>Puts the number when it is the first of a collection, else adds to it or replaces it. By the collecting thread only.</summary>
    public void Observe(double value, long collection, bool sum)
    {
        Set(sum && Collection == collection ? Value + value : value);
        Collection = collection;
    }

    /// <inheritdoc/>
    public override void Write(ExpositionWriter writer, MetricFamily family) =>
        writer.Sample(family.Name, family.Kind == MetricKind.Counter ? "_total" : "", Labels, Value);
}
