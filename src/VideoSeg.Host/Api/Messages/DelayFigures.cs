using VideoSeg.Pipeline.Live;

namespace VideoSeg.Host.Api.Messages;

/// <summary>Times of a stream in its last seconds, as the API tells them.</summary>
/// <param name="Added">From a frame decoded to the frame handed on; absent where there was none.</param>
/// <param name="Annotation">From an analysed frame decoded to the first frame handed on that shows its masks; absent where there was none.</param>
/// <param name="MaskAge">Age of the masks of frames that had some; absent where there was none.</param>
internal sealed record DelayFigures(Percentiles? Added, Percentiles? Annotation, Percentiles? MaskAge)
{
    /// <summary>From those of the stream.</summary>
    public static DelayFigures Of(LiveDelays delays) => new(Percentiles.Of(delays.Added), Percentiles.Of(delays.Annotation), Percentiles.Of(delays.MaskAge));
}
