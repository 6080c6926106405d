using System.Diagnostics.Metrics;
using System.Text;
using VideoSeg.Host.Metrics.Exposition;

namespace VideoSeg.Host.Metrics;

/// <summary>All series of a metric, of one instrument or of several that have the same name, kind and unit. Thread-safe.</summary>
internal sealed class MetricFamily
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly List<InstrumentRecorder> _recorders = [];
    private readonly int _maxSeries;
    private readonly double[] _edges;
    private MetricSeries? _overflow;
    private bool _isFull;
    private long _folded;

    public MetricFamily(string name, MetricKind kind, string unit, string help, double[] edges, bool isObserved, int maxSeries)
    {
        (Name, Kind, Unit, Help, _edges, IsObserved, _maxSeries) = (name, kind, unit, help, edges, isObserved, maxSeries);
        EdgeLabels = [.. edges.Select(edge => Encoding.UTF8.GetBytes($"le=\"{ExpositionWriter.EdgeText(edge)}\"")), "le=\"+Inf\""u8.ToArray()];
    }

    /// <summary>Its name, with the unit, without <c>_total</c>.</summary>
    public string Name { get; }

    /// <summary>What Prometheus takes it for.</summary>
    public MetricKind Kind { get; }

    /// <summary>Its unit in Prometheus' word; empty where it has none.</summary>
    public string Unit { get; }

    /// <summary>What it shows, for people.</summary>
    public string Help { get; }

    /// <summary>Whether its instruments are asked in each collection: series that are not told of any more end.</summary>
    public bool IsObserved { get; }

    /// <summary><c>le="0.5"</c> of each bucket, the last <c>+Inf</c>.</summary>
    public byte[][] EdgeLabels { get; }

    /// <summary>Measurements that were folded into the overflow series, so far.</summary>
    public long Folded => Volatile.Read(ref _folded);

    /// <summary>Number of its series, the overflow series included.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _series.Count + (_overflow is null ? 0 : 1);
            }
        }
    }

    /// <summary>The names of its samples, none of which another family may have.</summary>
    public IEnumerable<string> SampleNames => Kind switch
    {
        MetricKind.Counter => [Name, $"{Name}_total"],
        MetricKind.Histogram => [Name, $"{Name}_bucket", $"{Name}_sum", $"{Name}_count"],
        _ => [Name],
    };

    /// <summary>A recorder of an instrument of this family.</summary>
    public InstrumentRecorder Add(Instrument instrument)
    {
        var recorder = new InstrumentRecorder(instrument, this);
        lock (_lock)
        {
            _recorders.Add(recorder);
        }

        return recorder;
    }

    /// <summary>Lets go of an instrument; true where it was the last.</summary>
    public bool Remove(InstrumentRecorder recorder)
    {
        lock (_lock)
        {
            _recorders.Remove(recorder);
            return _recorders.Count == 0;
        }
    }

    /// <summary>The series that takes a measurement of unknown tags when there is no more room; null while there is.</summary>
    public MetricSeries? Overflow()
    {
        if (!Volatile.Read(ref _isFull))
        {
            return null;
        }

        Interlocked.Increment(ref _folded);
        return Volatile.Read(ref _overflow);
    }

    /// <summary>The series of tags that a recorder meets for the first time; the overflow series where there is no room for one.</summary>
    public MetricSeries Add(InstrumentRecorder recorder, MetricLabels labels, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock)
        {
            if (!_series.TryGetValue(labels.Text, out MetricSeries? series))
            {
                if (_series.Count == _maxSeries)
                {
                    _overflow ??= Create(MetricLabels.Overflow);
                    Volatile.Write(ref _isFull, true);
                    Interlocked.Increment(ref _folded);
                    return _overflow;
                }

                series = Create(labels);
                _series.Add(labels.Text, series);
            }

            // Under the lock: the series cannot end in between. Tags that never come again must not fill the table.
            if (recorder.Table.Count < _maxSeries * 4)
            {
                recorder.Table.Add(tags, series);
            }

            return series;
        }
    }

    /// <summary>Ends the series that are to end.</summary>
    public void RemoveWhere(Func<MetricSeries, bool> ends)
    {
        lock (_lock)
        {
            if (_overflow is not null && ends(_overflow))
            {
                _overflow = null;
                _isFull = false;
            }

            HashSet<MetricSeries> ended = [.. _series.Values.Where(ends)];
            if (ended.Count == 0)
            {
                return;
            }

            foreach (MetricSeries series in ended)
            {
                _series.Remove(series.Labels.Text);
            }

            foreach (InstrumentRecorder recorder in _recorders)
            {
                recorder.Table.Remove(ended);
            }

            _isFull = false;
        }
    }

    /// <summary>Its series now, by labels; the overflow series last.</summary>
    public MetricSeries[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _series.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value), .. _overflow is null ? [] : (MetricSeries[])[_overflow]];
        }
    }

    private MetricSeries Create(MetricLabels labels) => Kind == MetricKind.Histogram ? new HistogramSeries(labels, _edges) : new NumberSeries(labels);
}
