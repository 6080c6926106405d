namespace VideoSeg.Pipeline.Preprocess;

/// <summary>What the visible field of an endoscope's picture looks like.</summary>
public enum FieldShape
{
    /// <summary>The whole picture.</summary>
    Whole,

    /// <summary>A rectangle.</summary>
    Box,

    /// <summary>A circle, or one cut off by the picture's edges.</summary>
    Circle,

    /// <summary>A rectangle with cut corners.</summary>
    Octagon,

    /// <summary>Something else.</summary>
    Other,
}
