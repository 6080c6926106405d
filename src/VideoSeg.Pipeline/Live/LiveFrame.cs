using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Live;

/// <summary>
/// A picture of a live stream on its way to the outlets, with all that is known of it. Reference-counted and pooled: whoever keeps one beyond a
/// call adds a reference and disposes it. Shared by all outlets, hence to be read only.
/// </summary>
public sealed class LiveFrame : ReferenceCounted
{
    private readonly LiveFramePool _pool;

    internal LiveFrame(LiveFramePool pool) => _pool = pool;

    /// <summary>Seconds a tick of <see cref="Ticks"/>: 1/90000.</summary>
    public static Rational TimeBase => new(1, 90_000);

    /// <summary>Number of the frame in its stream, from 0, over all reconnections and slates.</summary>
    public long Number { get; internal set; }

    /// <summary>
    /// When it is shown, in ticks of <see cref="TimeBase"/>, on the stream's own running clock: 0 at its first picture, always growing, also over
    /// reconnections. The times of <see cref="Annotated"/> are the source's own and may jump.
    /// </summary>
    public long Ticks { get; internal set; }

    /// <summary>The picture with marks and state. Never null while the frame is alive.</summary>
    public VideoFrame Annotated { get; internal set; } = null!;

    /// <summary>The picture as it came (redacted where that was asked for); the same object where nothing was drawn, null for slates.</summary>
    public VideoFrame? Original { get; internal set; }

    /// <summary>Whether it is a slate that stands for a source that is away.</summary>
    public bool IsSlate { get; internal set; }

    /// <summary>When it was decoded: a time stamp of the stream's <see cref="TimeProvider"/>.</summary>
    public long CapturedAt { get; internal set; }

    /// <summary>When it was handed to the outlets: a time stamp of the same clock.</summary>
    public long HandedOverAt { get; internal set; }

    /// <summary>When it was decoded, by the wall clock.</summary>
    public DateTimeOffset CapturedUtc { get; internal set; }

    /// <summary>The polyps as they are shown; empty where none are.</summary>
    public PolypSet Polyps { get; } = new();

    /// <summary>Number of the frame that the masks were made from; null where there are none.</summary>
    public long? AnalysedNumber { get; internal set; }

    /// <summary>How much earlier that frame was decoded; null where there are no masks.</summary>
    public TimeSpan? MaskAge { get; internal set; }

    /// <summary>How far the marks can be relied on.</summary>
    public SegmentationState State { get; internal set; }

    /// <summary>
    /// Which pixels of <see cref="Annotated"/> were drawn on, or blanked; everything else is as it came. Null where the stream does not tell, and for slates.
    /// </summary>
    public TouchedMask? Touched { get; internal set; }

    /// <summary>Kept for the next use of <see cref="Touched"/>.</summary>
    internal TouchedMask? TouchedMemory { get; set; }

    internal override void Free()
    {
        // Holds nothing between uses.
    }

    private protected override void OnLastReferenceGone()
    {
        // Null only where making it failed.
        Annotated?.Dispose();
        Annotated = null!;
        Original?.Dispose();
        Original = null;
        Polyps.Clear();
        Touched = null;
        _pool.Return(this);
    }
}
