using VideoSeg.Host.Service;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Web;

/// <summary>
/// Outlets that are there while somebody watches: made for the first viewer of a rendition, shared by all, and taken out some seconds after the last one
/// left, so that a reload finds it running. Thread-safe.
/// </summary>
internal sealed class SharedOutlets<TOutlet>(TimeProvider time)
    where TOutlet : LiveOutlet
{
    /// <summary>How long one stays without viewers.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<(ManagedStream, string), Entry> _entries = [];

    /// <summary>The stream's outlet of this name; give the lease back.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">The outlet's name, unique in the stream.</param>
    /// <param name="create">Makes it where it is not there.</param>
    /// <exception cref="OperationCanceledException">The stream is ending.</exception>
    public Lease Acquire(ManagedStream stream, string name, Func<TOutlet> create)
    {
        lock (_lock)
        {
            stream.Ending.ThrowIfCancellationRequested();
            if (!_entries.TryGetValue((stream, name), out Entry? entry))
            {
                entry = new Entry(create());
                stream.Stream.Add(entry.Outlet);
                _entries.Add((stream, name), entry);
            }

            entry.Uses++;
            entry.Timer?.Dispose();
            entry.Timer = null;
            return new Lease(this, stream, name, entry.Outlet);
        }
    }

    private void Release(ManagedStream stream, string name)
    {
        lock (_lock)
        {
            Entry entry = _entries[(stream, name)];
            entry.Uses--;
            if (entry.Uses == 0)
            {
                // Where the stream ends, it closes its outlets itself; the entry goes when the time is over.
                entry.Timer = time.CreateTimer(_ => _ = EndAsync(stream, name, entry), null, Linger, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private async Task EndAsync(ManagedStream stream, string name, Entry entry)
    {
        ValueTask<bool> removal;
        lock (_lock)
        {
            if (entry.Uses > 0 || !ReferenceEquals(_entries.GetValueOrDefault((stream, name)), entry))
            {
                return;
            }

            _entries.Remove((stream, name));
            entry.Timer?.Dispose();
            // Under the lock: from here on the name is free for another one.
            removal = stream.Stream.RemoveAsync(name);
        }

        await removal;
    }

    /// <summary>The use of an outlet by one viewer.</summary>
    public sealed class Lease : IDisposable
    {
        private readonly SharedOutlets<TOutlet> _owner;
        private readonly ManagedStream _stream;
        private readonly string _name;
        private int _isGone;

        internal Lease(SharedOutlets<TOutlet> owner, ManagedStream stream, string name, TOutlet outlet) =>
            (_owner, _stream, _name, Outlet) = (owner, stream, name, outlet);

        /// <summary>The outlet.</summary>
        public TOutlet Outlet { get; }

        /// <summary>Gives it back.</summary>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGone, 1) == 0)
            {
                _owner.Release(_stream, _name);
            }
        }
    }

    private sealed class Entry(TOutlet outlet)
    {
        public TOutlet Outlet { get; } = outlet;

        public int Uses { get; set; }

        public ITimer? Timer { get; set; }
    }
}
