using VideoSeg.Pipeline.Capture;

namespace VideoSeg.Pipeline.Encode;

/// <summary>A track that is not in the output although it was asked for.</summary>
/// <param name="Track">The track of the input.</param>
/// <param name="Reason">Why, for people: <c>the container mp4 cannot hold subrip</c>.</param>
public sealed record LeftOutTrack(MediaTrack Track, string Reason);
