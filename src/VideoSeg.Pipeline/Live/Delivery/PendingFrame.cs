using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>A frame on its way to being shown.</summary>
/// <param name="Picture">It, redacted where that was asked for, with a reference that goes with this.</param>
/// <param name="Number">Its number in its stream.</param>
/// <param name="CapturedAt">When it was decoded: a time stamp of the clock.</param>
/// <param name="CapturedUtc">The same by the wall clock.</param>
/// <param name="IsSlate">Whether it stands for pictures that there are not.</param>
/// <param name="WhySlate">Why there are none, for people; empty for pictures.</param>
internal readonly record struct PendingFrame(VideoFrame Picture, long Number, long CapturedAt, DateTimeOffset CapturedUtc, bool IsSlate, string WhySlate)
{
    /// <summary>Whether it counts as a captured frame.</summary>
    public bool IsCaptured => !IsSlate;
}
