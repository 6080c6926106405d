namespace VideoSeg.Pipeline.Live;

/// <summary>Why a stream gave up a frame although nothing went wrong with it.</summary>
public enum LiveDropReason
{
    /// <summary>It was decoded while the one before was still being shown, and a newer one took its place.</summary>
    Late,

    /// <summary>What lies outside the field of view is to be blanked, and the field is not known yet: a slate was shown in its place.</summary>
    Withheld,

    /// <summary>More frames came within <see cref="LiveStreamOptions.SynchronisedDelay"/> than can wait: the oldest one went.</summary>
    Overflow,

    /// <summary>The stream was being stopped.</summary>
    Stopped,
}
