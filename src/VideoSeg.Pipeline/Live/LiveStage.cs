namespace VideoSeg.Pipeline.Live;

/// <summary>Where a live frame may fail.</summary>
public enum LiveStage
{
    /// <summary>Looking at it when it came: its field of view, how the picture moved.</summary>
    Accept,

    /// <summary>Drawing on it.</summary>
    Overlay,

    /// <summary>Handing it to the outlets.</summary>
    HandOver,
}
