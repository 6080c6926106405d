using VideoSeg.Host.Service;
using VideoSeg.Pipeline.Live;

namespace VideoSeg.Host.Api;

/// <summary>A stream's status as the API tells it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Segmentation">How far its marks can be relied on.</param>
/// <param name="Captured">Frames decoded so far.</param>
/// <param name="Delivered">Frames handed to the outlets so far.</param>
internal sealed record StreamStatus(string Name, string Title, SegmentationState Segmentation, long Captured, long Delivered)
{
    /// <summary>The status now.</summary>
    public static StreamStatus Of(ManagedStream stream)
    {
        LiveStreamStatus status = stream.Stream.Status;
        string title = stream.Definition.Options.Title;
        return new StreamStatus(stream.Name, title.Length == 0 ? stream.Name : title, status.Segmentation, status.Captured, status.Delivered);
    }
}
