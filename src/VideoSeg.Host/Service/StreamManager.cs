using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Host.Web;
using VideoSeg.Model;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Host.Service;

/// <summary>The streams of the service, each on its own: what befalls one, a slow end too, never touches another. Thread-safe.</summary>
internal sealed partial class StreamManager
{
    private readonly SegmentationHub _hub;
    private readonly LiveContext _context;
    private readonly SharedRenditions _renditions;
    private readonly ILogger<StreamManager> _logger;
    private readonly ConcurrentDictionary<string, StreamEntry> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _changes = new(StringComparer.Ordinal);
    private volatile bool _isEnding;

    /// <summary>No streams yet, and no source allowed; the network stays the caller's.</summary>
    public StreamManager(SegmentationHub hub, LiveContext context, SharedRenditions renditions, ILogger<StreamManager> logger) =>
        (_hub, _context, _renditions, _logger) = (hub, context, renditions, logger);

    /// <summary>What sources may be, from now on; streams that run are looked at by <see cref="EnforceAsync"/>.</summary>
    public SourcePolicy Policy { get; set; } = new(new SourcePolicyOptions { AllowedSchemes = [] });

    /// <summary>Whether the service ends: viewers are sent away, and nothing is added or changed any more.</summary>
    public bool IsEnding => _isEnding;

    /// <summary>All streams now, in the order of their names.</summary>
    public IEnumerable<StreamEntry> Entries => _entries.Values.OrderBy(entry => entry.Name, StringComparer.Ordinal);

    /// <summary>The streams that run now, by name.</summary>
    public IReadOnlyDictionary<string, ManagedStream> Streams =>
        _entries.Values.Select(entry => entry.Running).OfType<ManagedStream>().ToDictionary(stream => stream.Name, StringComparer.Ordinal);

    /// <summary>What is known of the stream of this name now; null where there is none.</summary>
    public StreamEntry? Entry(string name) => _entries.GetValueOrDefault(name);

    /// <summary>The stream of this name that runs now; null where none does.</summary>
    public ManagedStream? Find(string name) => Entry(name)?.Running;

    /// <summary>Makes a stream, or changes it where there is one of this name. It runs on where only outlets and priority differ.</summary>
    /// <param name="definition">What it is to be.</param>
    /// <param name="origin">Who asks.</param>
    /// <param name="mustBeNew">Whether a stream of this name is a fault.</param>
    /// <param name="cancellationToken">Ends the wait for another change of the same stream.</param>
    /// <returns>Whether it is new.</returns>
    /// <exception cref="StreamConflictException">There is a stream of this name and none is wanted, or it belongs to the configuration.</exception>
    public async Task<bool> PutAsync(StreamDefinition definition, StreamOrigin origin, bool mustBeNew, CancellationToken cancellationToken)
    {
        string name = definition.Options.Name;
        using IDisposable turn = await TakeTurnAsync(name, cancellationToken);
        StreamEntry? before = Entry(name);
        if (before is not null && mustBeNew)
        {
            throw new StreamConflictException($"expected a name that no stream has, found {name}. Choose another, or change the stream that is there.");
        }

        RequireOwner(before, origin);
        if (before?.Running is { } running && definition.Enabled && StreamChanges.Between(running.Definition, definition) != StreamChange.Replacement)
        {
            await running.ChangeAsync(definition);
            _entries[name] = before with { Definition = definition, Origin = origin };
            return false;
        }

        if (before?.Running is { } old)
        {
            // A camera can be opened once only: the old one lets go first.
            _entries[name] = before with { Running = null };
            await old.DisposeAsync();
        }

        _entries[name] = Make(definition, origin);
        return before is null;
    }

    /// <summary>Ends a stream and forgets it; false where there is none of this name.</summary>
    /// <exception cref="StreamConflictException">It belongs to the configuration.</exception>
    public async Task<bool> RemoveAsync(string name, StreamOrigin origin, CancellationToken cancellationToken)
    {
        using IDisposable turn = await TakeTurnAsync(name, cancellationToken);
        if (Entry(name) is not { } entry)
        {
            return false;
        }

        RequireOwner(entry, origin);
        _entries.TryRemove(name, out _);
        if (entry.Running is { } running)
        {
            await running.DisposeAsync();
        }

        return true;
    }

    /// <summary>Ends streams whose sources are not allowed any more, which stay known, with the reason; starts those that are allowed again.</summary>
    public async Task EnforceAsync(CancellationToken cancellationToken)
    {
        foreach (string name in _entries.Keys)
        {
            using IDisposable turn = await TakeTurnAsync(name, cancellationToken);
            if (Entry(name) is not { Origin: not StreamOrigin.Default } entry)
            {
                continue;
            }

            string fault = FaultOf(entry.Definition);
            if (entry.Running is { } running && fault.Length > 0)
            {
                _entries[name] = entry with { Running = null, Fault = fault };
                LogRefused(name, Secrets.HideInAddress(fault));
                await running.DisposeAsync();
            }
            else if (entry is { Running: null, Fault.Length: > 0 } && fault.Length == 0)
            {
                _entries[name] = Make(entry.Definition, entry.Origin);
            }
        }
    }

    /// <summary>Sends all viewers away; nothing is added or changed from now on.</summary>
    public Task BeginEndAsync()
    {
        _isEnding = true;
        return Task.WhenAll(_entries.Values.Select(entry => entry.Running?.EndAsync() ?? Task.CompletedTask));
    }

    /// <summary>Ends all streams at the same time.</summary>
    public async Task EndAsync()
    {
        await BeginEndAsync();
        await Task.WhenAll(_entries.Keys.Select(EndAsync));
    }

    private async Task EndAsync(string name)
    {
        using IDisposable turn = await TakeTurnAsync(name, CancellationToken.None);
        if (Find(name) is { } running)
        {
            // It stays known: what is saved from here on must not lose it.
            await running.DisposeAsync();
            _entries[name] = _entries[name] with { Running = null };
        }
    }

    private static void RequireOwner(StreamEntry? entry, StreamOrigin origin)
    {
        if (entry is { Origin: StreamOrigin.Configuration } && origin != StreamOrigin.Configuration)
        {
            throw new StreamConflictException(
                $"expected a stream that was made here, found {entry.Name}, which belongs to the configuration. Change it there: the service notices.");
        }
    }

    private string FaultOf(StreamDefinition definition)
    {
        try
        {
            Policy.Require(definition.Options.Source);
            return "";
        }
        catch (VideoSegException e)
        {
            return e.Message;
        }
    }

    private StreamEntry Make(StreamDefinition definition, StreamOrigin origin)
    {
        if (!definition.Enabled || _isEnding)
        {
            return new StreamEntry(definition, origin, null, "");
        }

        try
        {
            LiveContext context = _context with { SourcePolicy = origin == StreamOrigin.Default ? SourcePolicy.Open : Policy };
            var stream = new ManagedStream(definition, new LiveStream(definition.Options, _hub, context), context, _renditions);
            stream.Stream.Start();
            return new StreamEntry(definition, origin, stream, "");
        }
        catch (VideoSegException e)
        {
            LogRefused(definition.Options.Name, Secrets.HideInAddress(e.Message));
            return new StreamEntry(definition, origin, null, e.Message);
        }
    }

    [LoggerMessage(30, LogLevel.Error, "{Stream}: does not run: {Fault}")]
    private partial void LogRefused(string stream, string fault);

    private async Task<IDisposable> TakeTurnAsync(string name, CancellationToken cancellationToken)
    {
        SemaphoreSlim change = _changes.GetOrAdd(name, _ => new SemaphoreSlim(1, 1));
        await change.WaitAsync(cancellationToken);
        return new Turn(change);
    }

    private sealed class Turn(SemaphoreSlim change) : IDisposable
    {
        public void Dispose() => change.Release();
    }
}
