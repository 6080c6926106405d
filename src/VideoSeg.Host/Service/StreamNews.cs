using System.Collections.Immutable;
using VideoSeg.Host.Service.Logs;

namespace VideoSeg.Host.Service;

/// <summary>Tells whoever asked for it that something of a stream has changed: its source, its marks, an outlet. Thread-safe.</summary>
internal sealed class StreamNews
{
    private ImmutableHashSet<Subscription> _subscriptions = [];

    /// <summary>Listens to what the log is told, too.</summary>
    public StreamNews(LiveLog log) => log.Changed = Tell;

    /// <summary>Asks to be told; dispose what is returned to end it.</summary>
    /// <param name="stream">Name of the stream, whether it is there or not.</param>
    /// <param name="changed">Called on whatever thread it happens; must return at once and never throw.</param>
    public IDisposable Subscribe(string stream, Action changed)
    {
        var subscription = new Subscription(this, stream, changed);
        ImmutableInterlocked.Update(ref _subscriptions, all => all.Add(subscription));
        return subscription;
    }

    private void Tell(string stream)
    {
        foreach (Subscription subscription in _subscriptions)
        {
            if (subscription.Stream == stream)
            {
                subscription.Changed();
            }
        }
    }

    private sealed class Subscription(StreamNews owner, string stream, Action changed) : IDisposable
    {
        public string Stream => stream;

        public Action Changed => changed;

        public void Dispose() => ImmutableInterlocked.Update(ref owner._subscriptions, all => all.Remove(this));
    }
}
