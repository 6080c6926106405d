using VideoSeg.Host.Service;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Web;

/// <summary>What is found in streams, for those who subscribe: one outlet a stream, there while somebody does.</summary>
internal sealed class SharedDetections(LiveContext context, SegmentationHub hub)
{
    // With a dot, which no configured outlet has.
    private const string Name = "viewers.detections";

    private readonly SharedOutlets<DetectionsOutlet> _outlets = new(context.Time);

    /// <summary>Those of a stream; give the lease back.</summary>
    /// <exception cref="OperationCanceledException">The stream is ending.</exception>
    public SharedOutlets<DetectionsOutlet>.Lease Acquire(ManagedStream stream) => _outlets.Acquire(stream, Name, () => new DetectionsOutlet(
        stream.Name, Name, new DetectionsOutletOptions(), () => hub.Status.Info?.Classes ?? [], context));
}
