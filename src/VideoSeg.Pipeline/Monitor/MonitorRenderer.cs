namespace VideoSeg.Pipeline.Monitor;

/// <summary>What draws pictures on a display.</summary>
public enum MonitorRenderer
{
    /// <summary>OpenGL where a graphics card does it, else the processor.</summary>
    Auto,

    /// <summary>The processor.</summary>
    Software,

    /// <summary>OpenGL, whatever does it.</summary>
    OpenGL,
}
