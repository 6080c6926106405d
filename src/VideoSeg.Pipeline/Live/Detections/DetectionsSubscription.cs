using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace VideoSeg.Pipeline.Live.Detections;

/// <summary>
/// One subscriber's detections, in a queue of its own: who reads too slowly loses the oldest, counted. Read by one reader at a time; dispose it to
/// end the subscription.
/// </summary>
public sealed class DetectionsSubscription : IDisposable
{
    private readonly Action<DetectionsSubscription> _onDispose;
    private readonly Channel<LiveDetections> _queue;
    private long _dropped;

    internal DetectionsSubscription(int capacity, Action<DetectionsSubscription> onDispose)
    {
        _onDispose = onDispose;
        _queue = Channel.CreateBounded<LiveDetections>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
    }

    /// <summary>Detections that were not read in time.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>All detections from now on, until the outlet ends or the subscription does.</summary>
    public IAsyncEnumerable<LiveDetections> ReadAllAsync(CancellationToken cancellationToken) => _queue.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Waits until there is something to <see cref="TryRead"/>; false once the outlet or the subscription has ended.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _queue.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>The next detections, where some are waiting.</summary>
    public bool TryRead([MaybeNullWhen(false)] out LiveDetections detections) => _queue.Reader.TryRead(out detections);

    /// <inheritdoc/>
    public void Dispose()
    {
        _onDispose(this);
        End();
    }

    internal void Publish(LiveDetections detections) => _queue.Writer.TryWrite(detections);

    internal void End() => _queue.Writer.TryComplete();
}
