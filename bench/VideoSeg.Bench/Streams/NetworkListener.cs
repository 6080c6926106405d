using System.Diagnostics.Metrics;
using VideoSeg.Pipeline.Live.Metrics;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Bench.Streams;

/// <summary>Listens to the service's own instruments for what the network does, from <see cref="Begin"/> on until it is disposed.</summary>
internal sealed class NetworkListener : IDisposable
{
    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<int, long> _batches = [];
    private TimeSpan _busy;

    public NetworkListener(LiveInstruments instruments)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, instruments.Meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) =>
        {
            if (ReferenceEquals(instrument, instruments.BatchSize))
            {
                lock (_lock)
                {
                    _batches[value] = _batches.GetValueOrDefault(value) + 1;
                }
            }
        });
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) =>
        {
            lock (_lock)
            {
                Add(instruments, instrument, TimeSpan.FromSeconds(value));
            }
        });
    }

    /// <summary>From a frame given to its run.</summary>
    public LatencyHistogram Queued { get; } = new();

    /// <summary>What of that runs were held back.</summary>
    public LatencyHistogram Held { get; } = new();

    /// <summary>A run.</summary>
    public LatencyHistogram Run { get; } = new();

    /// <summary>How often a run had so many frames.</summary>
    public IReadOnlyDictionary<int, long> Batches => _batches;

    /// <summary>Time the network was at work, of all lanes together.</summary>
    public TimeSpan Busy => _busy;

    /// <summary>From now on.</summary>
    public void Begin() => _listener.Start();

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Add(LiveInstruments instruments, Instrument instrument, TimeSpan time)
    {
        if (ReferenceEquals(instrument, instruments.EngineBusy))
        {
            _busy += time;
            return;
        }

        LatencyHistogram? times = ReferenceEquals(instrument, instruments.EngineQueue) ? Queued
            : ReferenceEquals(instrument, instruments.EngineHold) ? Held
            : ReferenceEquals(instrument, instruments.EngineRun) ? Run : null;
        times?.Record(time);
    }
}
