using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;

namespace VideoSeg.Host.Service;

/// <summary>The streams of the service, each on its own: what befalls one never touches another. Thread-safe.</summary>
internal sealed class StreamManager : IAsyncDisposable
{
    private readonly SegmentationHub _hub;
    private readonly LiveContext _context;
    private readonly SemaphoreSlim _change = new(1, 1);
    private volatile ImmutableSortedDictionary<string, ManagedStream> _streams = ImmutableSortedDictionary.Create<string, ManagedStream>(StringComparer.Ordinal);

    /// <summary>No streams yet; the network stays the caller's.</summary>
    public StreamManager(SegmentationHub hub, LiveContext context) => (_hub, _context) = (hub, context);

    /// <summary>The streams now, by name.</summary>
    public IReadOnlyDictionary<string, ManagedStream> Streams => _streams;

    /// <summary>The stream of this name now, or null.</summary>
    public ManagedStream? Find(string name) => _streams.GetValueOrDefault(name);

    /// <summary>Makes a stream and starts it.</summary>
    /// <exception cref="VideoSegException">There is one of this name, or an option is wrong.</exception>
    public async Task<ManagedStream> AddAsync(StreamDefinition definition, CancellationToken cancellationToken)
    {
        await _change.WaitAsync(cancellationToken);
        try
        {
            string name = definition.Options.Name;
            if (_streams.ContainsKey(name))
            {
                throw new VideoSegException(FaultKind.Usage, $"expected a name that no stream has, found {name}. Choose another, or change the stream that is there.");
            }

            var stream = new ManagedStream(definition, new LiveStream(definition.Options, _hub, _context));
            _streams = _streams.SetItem(name, stream);
            stream.Stream.Start();
            return stream;
        }
        finally
        {
            _change.Release();
        }
    }

    /// <summary>Ends a stream; false where there is none of this name.</summary>
    public async Task<bool> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        await _change.WaitAsync(cancellationToken);
        try
        {
            if (Find(name) is not { } stream)
            {
                return false;
            }

            _streams = _streams.Remove(name);
            await stream.DisposeAsync();
            return true;
        }
        finally
        {
            _change.Release();
        }
    }

    /// <summary>Ends all streams.</summary>
    public async ValueTask DisposeAsync()
    {
        ImmutableSortedDictionary<string, ManagedStream> streams = _streams;
        _streams = _streams.Clear();
        await Task.WhenAll(streams.Values.Select(stream => stream.DisposeAsync().AsTask()));
        _change.Dispose();
    }
}
