namespace VideoSeg.Host.Doctor;

/// <summary>How a thing that was looked at stands.</summary>
internal enum FindingState
{
    /// <summary>As it should be, or not needed.</summary>
    Ok,

    /// <summary>The main job runs, but slower, or something beside it does not.</summary>
    Warning,

    /// <summary>The main job needs it and does not run.</summary>
    Missing,
}
