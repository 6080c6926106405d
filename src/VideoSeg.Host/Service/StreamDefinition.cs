using VideoSeg.Pipeline.Live;

namespace VideoSeg.Host.Service;

/// <summary>A stream as it was configured.</summary>
/// <param name="Options">What it is.</param>
internal sealed record StreamDefinition(LiveStreamOptions Options);
