using VideoSeg.Model.Inference;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>How the network that all streams share is, at one moment.</summary>
/// <param name="IsRunning">Whether it takes frames.</param>
/// <param name="Reason">Why it does not, for people; empty where it does.</param>
/// <param name="Since">Since when.</param>
/// <param name="Restarts">How often it was started anew.</param>
/// <param name="Info">What it is; null before it was there for the first time.</param>
public sealed record SegmentationHubStatus(bool IsRunning, string Reason, DateTimeOffset Since, int Restarts, SegmenterInfo? Info)
{
    /// <summary>Whether the first start is over: the network came to run, or could not be made.</summary>
    public bool IsStartOver { get; init; }
}
