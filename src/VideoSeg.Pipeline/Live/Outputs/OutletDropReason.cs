namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>Why an outlet gave a frame up.</summary>
public enum OutletDropReason
{
    /// <summary>It was still busy with earlier frames, and a newer one took the place.</summary>
    Busy,

    /// <summary>Its peer, display or disk was not there.</summary>
    Away,

    /// <summary>It failed on this frame.</summary>
    Failed,

    /// <summary>It was being stopped.</summary>
    Stopped,

    /// <summary>Nobody wanted it: it came sooner than the rendition's frame rate allows, or nobody takes the rendition.</summary>
    Unwanted,
}
