using VideoSeg.Model.Inference;

namespace VideoSeg.Pipeline.Live.Delivery.Masks;

/// <summary>A frame whose polyps are known.</summary>
/// <param name="Number">Its number in its stream.</param>
/// <param name="CapturedAt">When it was decoded: a time stamp of the clock.</param>
/// <param name="Network">What its masks were made by.</param>
internal readonly record struct AnalysedFrame(long Number, long CapturedAt, SegmenterInfo Network);
