using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using VideoSeg.Host.Metrics.Exposition;

namespace VideoSeg.Host.Metrics;

/// <summary>
/// Listens to the meters of <see cref="System.Diagnostics.Metrics"/> from its making to its disposal, keeps their sums, and writes them for
/// Prometheus. Recording waits for nobody and allocates nothing; collections come one after the other.
/// </summary>
internal sealed class MetricsExporter : IDisposable
{
    /// <summary>Name of the meter of what it says of itself.</summary>
    public const string MeterName = "VideoSeg.Metrics";

    private readonly MetricsOptions _options;
    private readonly MeterListener _listener = new();
    private readonly Meter _meter = new(MeterName);
    private readonly Lock _collecting = new();
    private readonly Lock _changes = new();
    private readonly HashSet<string> _sampleNames = new(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, MetricFamily> _families = ImmutableSortedDictionary.Create<string, MetricFamily>(StringComparer.Ordinal);
    private ImmutableArray<InstrumentRecorder> _recorders = [];
    private ImmutableArray<Func<MetricLabels, bool>> _rules = [];
    private long _collection;
    private long _faults;
    private long _refusedBefore;
    private int _refusedInstruments;

    public MetricsExporter(MetricsOptions options)
    {
        _options = options;
        _listener.InstrumentPublished = Publish;
        _listener.MeasurementsCompleted = Complete;
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((InstrumentRecorder)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => ((InstrumentRecorder)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => ((InstrumentRecorder)state!).Record((double)value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((InstrumentRecorder)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((InstrumentRecorder)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => ((InstrumentRecorder)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => ((InstrumentRecorder)state!).Record(value, tags));
        _meter.CreateObservableCounter("videoseg.metrics.folded", Folded, "{measurement}",
            "Measurements that went into the overflow series of a metric, because it has as many series as it may.");
        _meter.CreateObservableCounter("videoseg.metrics.refused", Refused, "{measurement}",
            "Measurements that are not numbers, or would have let a counter fall.");
        _meter.CreateObservableCounter("videoseg.metrics.faults", () => Volatile.Read(ref _faults), "{fault}", "Collections in which a gauge failed.");
        _meter.CreateObservableUpDownCounter("videoseg.metrics.refused_instruments", () => Volatile.Read(ref _refusedInstruments), "{instrument}",
            "Instruments left out because another one has their name, with another kind or unit.");
        _meter.CreateObservableUpDownCounter("videoseg.metrics.series", () => _families.Values.Sum(family => (long)family.Count), "{series}", "Series kept.");
        _listener.Start();
    }

    /// <summary>From now on, series of what is no longer alive end at the next collection.</summary>
    /// <param name="isAlive">Whether what these labels name is still there; called in collections, on their threads.</param>
    public void EndSeries(Func<MetricLabels, bool> isAlive) => ImmutableInterlocked.Update(ref _rules, static (rules, rule) => rules.Add(rule), isAlive);

    /// <summary>Asks the gauges and writes everything. Any thread; collections wait for each other.</summary>
    public void Collect(IBufferWriter<byte> output, ExpositionFormat format)
    {
        lock (_collecting)
        {
            Observe();
            var writer = new ExpositionWriter(output, format);
            foreach (MetricFamily family in _families.Values)
            {
                End(family);
                writer.Write(family);
            }

            writer.End();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }

    private void Observe()
    {
        _collection++;
        foreach (InstrumentRecorder recorder in _recorders)
        {
            recorder.Collection = _collection;
        }

        try
        {
            _listener.RecordObservableInstruments();
        }
#pragma warning disable CA1031 // One gauge that fails must not take the others away.
        catch (Exception)
#pragma warning restore CA1031
        {
            Interlocked.Increment(ref _faults);
        }
    }

    private void End(MetricFamily family)
    {
        ImmutableArray<Func<MetricLabels, bool>> rules = _rules;
        bool isObserved = family.IsObserved;
        long collection = _collection;
        family.RemoveWhere(series => (isObserved && series.Collection != collection) || rules.Any(isAlive => !isAlive(series.Labels)));
    }

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (!_options.Takes(instrument) || InstrumentFacts.Kind(instrument) is not { } kind)
        {
            return;
        }

        string unit = MetricNames.Unit(instrument.Unit, kind), name = MetricNames.Family(instrument.Name, unit, kind);
        InstrumentRecorder recorder;
        lock (_changes)
        {
            if (!_families.TryGetValue(name, out MetricFamily? family))
            {
                string help = string.IsNullOrWhiteSpace(instrument.Description) ? instrument.Name : instrument.Description;
                family = new MetricFamily(
                    name, kind, unit, help, kind == MetricKind.Histogram ? InstrumentFacts.Edges(instrument) : [], instrument.IsObservable, _options.MaxSeries);
                if (family.SampleNames.Any(_sampleNames.Contains))
                {
                    _refusedInstruments++;
                    return;
                }

                _sampleNames.UnionWith(family.SampleNames);
                _families = _families.Add(name, family);
            }
            else if (family.Kind != kind || family.Unit != unit || family.IsObserved != instrument.IsObservable)
            {
                _refusedInstruments++;
                return;
            }

            recorder = family.Add(instrument);
            _recorders = _recorders.Add(recorder);
        }

        listener.EnableMeasurementEvents(instrument, recorder);
    }

    private void Complete(Instrument instrument, object? state)
    {
        var recorder = (InstrumentRecorder)state!;
        lock (_changes)
        {
            _recorders = _recorders.Remove(recorder);
            _refusedBefore += recorder.Refused;
            if (recorder.Family.Remove(recorder))
            {
                _families = _families.Remove(recorder.Family.Name);
                _sampleNames.ExceptWith(recorder.Family.SampleNames);
            }
        }
    }

    private IEnumerable<Measurement<long>> Folded() =>
        _families.Values.Select(family => new Measurement<long>(family.Folded, new KeyValuePair<string, object?>("metric", family.Name)));

    private long Refused()
    {
        lock (_changes)
        {
            return _refusedBefore + _recorders.Sum(recorder => recorder.Refused);
        }
    }
}
