namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>How an outlet is.</summary>
public enum LiveOutletState
{
    /// <summary>It was made, or is being opened.</summary>
    Starting,

    /// <summary>It works.</summary>
    Running,

    /// <summary>Its peer, display or disk is not there; it tries again.</summary>
    Waiting,

    /// <summary>It was stopped.</summary>
    Stopped,

    /// <summary>It cannot work, and does not try again.</summary>
    Failed,
}
