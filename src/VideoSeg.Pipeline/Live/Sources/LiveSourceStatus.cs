using VideoSeg.Pipeline.Capture;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>How a live source is, at one moment.</summary>
/// <param name="State">In a word.</param>
/// <param name="Reason">Why, for people; empty where frames come.</param>
/// <param name="Since">Since when.</param>
/// <param name="Connections">How often it was opened.</param>
/// <param name="Video">What comes; null before it was opened.</param>
public sealed record LiveSourceStatus(LiveSourceState State, string Reason, DateTimeOffset Since, int Connections, VideoStreamInfo? Video);
