using VideoSeg.Host.Service;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Web;

/// <summary>Still pictures of streams: one outlet a stream, which holds its newest frame while pictures are asked for.</summary>
internal sealed class SharedSnapshots(LiveContext context)
{
    // With a dot, which no configured outlet has.
    private const string Name = "viewers.snapshot";

    private readonly SharedOutlets<SnapshotOutlet> _outlets = new(context.Time);

    /// <summary>Those of a stream; give the lease back.</summary>
    /// <exception cref="OperationCanceledException">The stream is ending.</exception>
    public SharedOutlets<SnapshotOutlet>.Lease Acquire(ManagedStream stream) =>
        _outlets.Acquire(stream, Name, () => new SnapshotOutlet(stream.Name, Name, context));
}
