using System.Diagnostics.Metrics;

namespace VideoSeg.Host.Metrics;

/// <summary>Takes the measurements of one instrument, on whatever thread they are made.</summary>
internal sealed class InstrumentRecorder
{
    private readonly Instrument _instrument;
    private readonly bool _isGauge;
    private readonly bool _onlyGrows;
    private long _refused;

    public InstrumentRecorder(Instrument instrument, MetricFamily family)
    {
        (_instrument, Family) = (instrument, family);
        _isGauge = InstrumentFacts.IsLastValue(instrument);
        _onlyGrows = family.Kind == MetricKind.Counter;
    }

    /// <summary>Where its series are.</summary>
    public MetricFamily Family { get; }

    /// <summary>Which series its tags mean.</summary>
    public SeriesTable Table { get; } = new();

    /// <summary>Measurements that were not numbers, or would have let a counter fall.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Number of the collection that is going on; for instruments that are asked.</summary>
    public long Collection { get; set; }

    /// <summary>Takes a measurement.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if ((_onlyGrows && !(value >= 0)) || (!_isGauge && !double.IsFinite(value)))
        {
            Interlocked.Increment(ref _refused);
            return;
        }

        MetricSeries series = Table.Find(tags) ?? Family.Overflow()
            ?? Family.Add(this, MetricLabels.Of(tags, [.. _instrument.Tags ?? [], .. _instrument.Meter.Tags ?? []]), tags);
        if (_instrument.IsObservable)
        {
            ((NumberSeries)series).Observe(value, Collection, sum: !_isGauge);
        }
        else if (_isGauge)
        {
            ((NumberSeries)series).Set(value);
        }
        else
        {
            series.Add(value);
        }
    }
}
