using System.Collections.Concurrent;
using VideoSeg.Pipeline.Live;

namespace VideoSeg.Host.Service;

/// <summary>When each stream's last frame came, seen about each second. Thread-safe.</summary>
internal sealed class FrameAges(StreamManager streams, TimeProvider time) : IPulseListener
{
    private readonly ConcurrentDictionary<string, Track> _tracks = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void OnPulse()
    {
        foreach (string gone in _tracks.Keys.Where(name => streams.Find(name) is null))
        {
            _tracks.TryRemove(gone, out _);
        }

        foreach (ManagedStream stream in streams.Entries.Select(entry => entry.Running).OfType<ManagedStream>())
        {
            Track track = _tracks.GetOrAdd(stream.Name, _ => new Track());
            track.Look(stream.Stream, stream.Stream.Status.Captured, time);
        }
    }

    /// <summary>Time since the last frame, to about a second; null where none has come.</summary>
    public TimeSpan? Age(string stream) => _tracks.GetValueOrDefault(stream)?.Age(time);

    private sealed class Track
    {
        private readonly Lock _lock = new();
        private LiveStream? _stream;
        private long _captured;
        private long? _lastAt;

        public void Look(LiveStream stream, long captured, TimeProvider time)
        {
            lock (_lock)
            {
                // Another stream by the same name begins at 0.
                bool isSame = ReferenceEquals(_stream, stream);
                bool isNew = captured > (isSame ? _captured : 0);
                _lastAt = isNew ? time.GetTimestamp() : isSame ? _lastAt : null;
                (_stream, _captured) = (stream, captured);
            }
        }

        public TimeSpan? Age(TimeProvider time)
        {
            lock (_lock)
            {
                return _lastAt is { } at ? time.GetElapsedTime(at) : null;
            }
        }
    }
}
