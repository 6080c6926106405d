using System.Diagnostics.Metrics;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Metrics;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Pipeline.Tests.Live.Outputs;

/// <summary>Shared parts of live streams, and a way to wait: whatever happens to an outlet or a frame of it wakes up whoever waits.</summary>
internal sealed class OutletWatch : ILiveObserver, IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly SemaphoreSlim _happened = new(0);

    public OutletWatch(TimeProvider? time = null)
    {
        Context = new LiveContext(time ?? TimeProvider.System, new LiveInstruments(), this);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == Context.Instruments.Meter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => _happened.Release());
        _listener.Start();
    }

    public LiveContext Context { get; }

    /// <summary>Every state that any outlet was in, in order.</summary>
    public List<LiveOutletStatus> States { get; } = [];

    public void SourceChanged(string stream, LiveSourceStatus status) => _happened.Release();

    public void OutletChanged(string stream, LiveOutletStatus status)
    {
        lock (States)
        {
            States.Add(status);
        }

        _happened.Release();
    }

    public void SegmentationChanged(string stream, SegmentationState state, string reason) => _happened.Release();

    /// <summary>Waits until something is so.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!isSo())
        {
            await _happened.WaitAsync(limit.Token);
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Context.Instruments.Dispose();
        _happened.Dispose();
    }
}
