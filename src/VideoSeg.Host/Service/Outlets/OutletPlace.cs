using VideoSeg.Host.Web;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Service.Outlets;

/// <summary>
/// Where an outlet is made: its stream, its name, and the renditions that it takes, which are there as long as this is. Dispose it when the outlet is
/// gone. One caller at a time.
/// </summary>
internal sealed class OutletPlace(ManagedStream stream, string name, LiveContext context, SharedRenditions renditions) : IDisposable
{
    private readonly List<IDisposable> _leases = [];

    /// <summary>The stream.</summary>
    public LiveStream Stream => stream.Stream;

    /// <summary>The stream's name.</summary>
    public string StreamName => stream.Name;

    /// <summary>The outlet's name.</summary>
    public string Name => name;

    /// <summary>Shared parts.</summary>
    public LiveContext Context => context;

    /// <summary>The stream's rendition of these options; it is made where nobody takes it yet.</summary>
    /// <exception cref="OperationCanceledException">The stream is ending.</exception>
    /// <exception cref="Model.VideoSegException">An option is wrong.</exception>
    public EncodedRendition Rendition(EncodedRenditionOptions options)
    {
        SharedOutlets<EncodedRendition>.Lease lease = renditions.Acquire(stream, options);
        _leases.Add(lease);
        return lease.Outlet;
    }

    /// <summary>Gives the renditions back.</summary>
    public void Dispose()
    {
        foreach (IDisposable lease in _leases)
        {
            lease.Dispose();
        }
    }
}
