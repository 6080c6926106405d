using VideoSeg.Host.Service;
using VideoSeg.Pipeline.Live.Detections;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Web.Events;

/// <summary>Somebody who is told of detections, each in a queue of their own: who does not keep up loses the oldest. Dispose when they are gone.</summary>
internal sealed class EventsViewer : IViewer, IDisposable
{
    // Some seconds at the rate of analysis: more would only be late.
    private const int MostWaiting = 64;

    private readonly ViewerInstruments _instruments;
    private readonly SharedOutlets<DetectionsOutlet>.Lease _lease;
    private readonly DetectionsSubscription _subscription;
    private long _delivered;

    /// <summary>A viewer that is there.</summary>
    /// <exception cref="OperationCanceledException">The stream is ending.</exception>
    public EventsViewer(ManagedStream stream, SharedDetections detections, ViewerInstruments instruments)
    {
        (Stream, _instruments) = (stream.Name, instruments);
        _lease = detections.Acquire(stream);
        _subscription = _lease.Outlet.Subscribe(MostWaiting);
        instruments.Add(this);
    }

    /// <inheritdoc/>
    public string Stream { get; }

    /// <inheritdoc/>
    public string Kind => "events";

    /// <inheritdoc/>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <inheritdoc/>
    public long Dropped => _subscription.Dropped;

    /// <summary>What waits for them.</summary>
    public DetectionsSubscription Waiting => _subscription;

    /// <summary>Counts detections that were sent.</summary>
    public void CountDelivered() => Interlocked.Increment(ref _delivered);

    /// <inheritdoc/>
    public void Dispose()
    {
        _instruments.Remove(this);
        _subscription.Dispose();
        _lease.Dispose();
    }
}
