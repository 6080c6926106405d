using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>Picks pictures of live frames.</summary>
public static class LiveRenditions
{
    /// <summary>The picture that is asked for; it stays the live frame's.</summary>
    public static VideoFrame Pick(this LiveFrame frame, LiveRendition rendition) =>
        rendition == LiveRendition.Original && frame.Original is { } original ? original : frame.Annotated;
}
