using System.Collections.Immutable;
using VideoSeg.Host.Service.Outlets;
using VideoSeg.Host.Web;
using VideoSeg.Model;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Service;

/// <summary>A stream that runs, with what it was made from. Its configured outlets are changed by one caller at a time.</summary>
internal sealed class ManagedStream : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly LiveContext _context;
    private readonly SharedRenditions _renditions;
    private readonly Dictionary<string, OutletPlace> _places = new(StringComparer.Ordinal);
    private volatile StreamDefinition _definition;
    private volatile ImmutableSortedDictionary<string, string> _outletFaults = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>A stream that does not run before <see cref="LiveStream.Start"/>, with its outlets.</summary>
    public ManagedStream(StreamDefinition definition, LiveStream stream, LiveContext context, SharedRenditions renditions)
    {
        (_definition, Stream, _context, _renditions) = (definition, stream, context, renditions);
        Ending = _ending.Token;
        foreach ((string name, OutletDefinition outlet) in definition.Outlets)
        {
            Add(name, outlet);
        }
    }

    /// <summary>Its name.</summary>
    public string Name => _definition.Options.Name;

    /// <summary>As it is configured now.</summary>
    public StreamDefinition Definition => _definition;

    /// <summary>The stream. Whoever adds an outlet for a viewer takes it out again.</summary>
    public LiveStream Stream { get; }

    /// <summary>Configured outlets that could not be made, by name, and why.</summary>
    public ImmutableSortedDictionary<string, string> OutletFaults => _outletFaults;

    /// <summary>
    /// Cancelled when the stream is about to be removed or replaced, or the service ends: viewers are to be sent away now. After a replacement
    /// the manager finds another stream by the same name.
    /// </summary>
    public CancellationToken Ending { get; }

    /// <summary>Takes over a definition that differs in outlets and priority only. Outlets that did not change work on.</summary>
    public async Task ChangeAsync(StreamDefinition definition)
    {
        StreamDefinition before = _definition;
        _definition = definition;
        Stream.Priority = definition.Options.Priority;
        foreach ((string name, OutletDefinition outlet) in before.Outlets)
        {
            if (!definition.Outlets.TryGetValue(name, out OutletDefinition? now) || !StreamChanges.IsSame(outlet, now))
            {
                _outletFaults = _outletFaults.Remove(name);
                await Stream.RemoveAsync(name);
                Leave(name);
            }
        }

        foreach ((string name, OutletDefinition outlet) in definition.Outlets)
        {
            if (!before.Outlets.TryGetValue(name, out OutletDefinition? was) || !StreamChanges.IsSame(outlet, was))
            {
                Add(name, outlet);
            }
        }
    }

    /// <summary>Sends the viewers away.</summary>
    public Task EndAsync() => _ending.CancelAsync();

    /// <summary>Sends the viewers away and ends the stream.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await Stream.DisposeAsync();
        foreach (string name in _places.Keys.ToArray())
        {
            Leave(name);
        }
    }

    // An outlet that cannot be made leaves the stream and its other outlets alone.
    private void Add(string name, OutletDefinition outlet)
    {
        var place = new OutletPlace(this, name, _context, _renditions);
        try
        {
            Stream.Add(OutletKinds.Create(place, outlet));
            _places.Add(name, place);
        }
        catch (OperationCanceledException) when (Ending.IsCancellationRequested)
        {
            place.Dispose();
        }
        catch (VideoSegException e)
        {
            place.Dispose();
            _outletFaults = _outletFaults.SetItem(name, e.Message);
            _context.Observer.OutletChanged(Name, new LiveOutletStatus(name, outlet.Kind, LiveOutletState.Failed, e.Message, _context.Time.GetUtcNow(), 0, 0));
        }
    }

    // What the outlet took may go once nobody else takes it.
    private void Leave(string name)
    {
        if (_places.Remove(name, out OutletPlace? place))
        {
            place.Dispose();
        }
    }
}
