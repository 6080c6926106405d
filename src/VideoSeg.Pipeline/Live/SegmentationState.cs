namespace VideoSeg.Pipeline.Live;

/// <summary>
/// How far the marks on a live picture can be relied on. It is always shown on the picture, outside the field of view: "no mark" must never be
/// mistaken for "no polyp".
/// </summary>
public enum SegmentationState
{
    /// <summary>The network keeps up: the newest masks are young enough to be shown.</summary>
    Active,

    /// <summary>The network runs, but too slowly: masks were too old to be shown.</summary>
    Degraded,

    /// <summary>There is no network: it failed, hangs, is missing or still starts. The picture flows on, unmarked.</summary>
    Unavailable,
}
