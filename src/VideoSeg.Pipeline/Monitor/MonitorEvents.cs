namespace VideoSeg.Pipeline.Monitor;

/// <summary>What has happened to a window.</summary>
[Flags]
public enum MonitorEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Somebody wants it closed.</summary>
    CloseAsked = 1,

    /// <summary>The escape key was pressed, on a desktop.</summary>
    EscapePressed = 2,

    /// <summary>The display it was opened on is no longer there.</summary>
    DisplayGone = 4,
}
