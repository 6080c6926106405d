namespace VideoSeg.Pipeline.Overlay;

/// <summary>Whether the names of the classes are written in their colours.</summary>
public enum LegendMode
{
    /// <summary>Where there are two classes or more.</summary>
    Auto,

    /// <summary>Always.</summary>
    On,

    /// <summary>Never.</summary>
    Off,
}
