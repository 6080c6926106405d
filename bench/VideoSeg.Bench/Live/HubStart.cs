using VideoSeg.Model;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Live.Delivery;

namespace VideoSeg.Bench.Live;

/// <summary>Waits for the network.</summary>
internal static class HubStart
{
    /// <summary>What the network is, once it runs.</summary>
    /// <exception cref="VideoSegException">It could not be made.</exception>
    public static async Task<SegmenterInfo> WaitAsync(SegmentationHub hub, CancellationToken cancellationToken)
    {
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!hub.Status.IsRunning)
        {
            // Where it could not be made, it is tried again: for a service that helps, here it would not.
            if (hub.Status is { IsRunning: false, Restarts: > 0, Reason: string reason })
            {
                throw new VideoSegException(FaultKind.Engine, $"expected a network, found none: {reason}");
            }

            await looks.WaitForNextTickAsync(cancellationToken);
        }

        return hub.Status.Info!;
    }
}
