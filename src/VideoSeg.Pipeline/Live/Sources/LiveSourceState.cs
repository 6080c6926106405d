namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>How a live source is.</summary>
public enum LiveSourceState
{
    /// <summary>It is being opened, for the first time or again.</summary>
    Connecting,

    /// <summary>Frames come.</summary>
    Live,

    /// <summary>It is open, but no frame has come for some time.</summary>
    Silent,

    /// <summary>It could not be opened, broke off or ended; the next try comes after a wait.</summary>
    Away,

    /// <summary>It was stopped, or ended and is not to begin anew.</summary>
    Stopped,
}
