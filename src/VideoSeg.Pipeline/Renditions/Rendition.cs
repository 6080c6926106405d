namespace VideoSeg.Pipeline.Renditions;

/// <summary>What the output video shows.</summary>
public enum Rendition
{
    /// <summary>The recording with the polyps drawn on it.</summary>
    Overlay,

    /// <summary>The recording as it was on the left, with the polyps drawn on it on the right: a picture twice as wide.</summary>
    SideBySide,

    /// <summary>The masks alone: polyps white, all else black.</summary>
    Mask,
}
