namespace VideoSeg.Host.Service;

/// <summary>What becomes of a running stream when its definition changes.</summary>
internal enum StreamChange
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It runs on; outlets come and go, and its priority is another.</summary>
    InPlace,

    /// <summary>It ends, and another takes its place.</summary>
    Replacement,
}
