namespace VideoSeg.Pipeline.Live;

/// <summary>Whose frames the network takes first where it cannot look at all of them.</summary>
public enum StreamPriority
{
    /// <summary>After all others.</summary>
    Low,

    /// <summary>Before low ones, after high ones.</summary>
    Normal,

    /// <summary>Before all others.</summary>
    High,
}
