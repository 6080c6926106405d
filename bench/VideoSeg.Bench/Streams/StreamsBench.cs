using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;

namespace VideoSeg.Bench.Streams;

/// <summary>What all measurements of a run share.</summary>
/// <param name="Frames">What the feeds show.</param>
/// <param name="Hub">The network.</param>
/// <param name="Context">Shared parts.</param>
/// <param name="Seconds">Length of a measurement.</param>
/// <param name="WarmUp">Seconds before it that do not count.</param>
/// <param name="Limit">What the 99th percentile of the latency may be.</param>
internal sealed record StreamsBench(FrameLoop Frames, SegmentationHub Hub, LiveContext Context, int Seconds, int WarmUp, TimeSpan Limit);
