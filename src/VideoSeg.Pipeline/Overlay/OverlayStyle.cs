namespace VideoSeg.Pipeline.Overlay;

/// <summary>How polyps are shown on the picture.</summary>
public enum OverlayStyle
{
    /// <summary>A thin line around each polyp, with its label.</summary>
    Contour,

    /// <summary>A translucent colour on each polyp within its thin line, with its label.</summary>
    Fill,

    /// <summary>The probability as a translucent colour, from faint blue to bright cyan, with thin lines and labels.</summary>
    Heatmap,

    /// <summary>A thin rectangle around each polyp, with its label.</summary>
    Box,

    /// <summary>Nothing is drawn.</summary>
    None,
}
