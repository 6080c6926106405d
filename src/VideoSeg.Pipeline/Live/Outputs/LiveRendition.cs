namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>Which of a live frame's pictures an outlet takes.</summary>
public enum LiveRendition
{
    /// <summary>With marks and state.</summary>
    Annotated,

    /// <summary>As it came (redacted where that was asked for); slates, which have no other, as they are.</summary>
    Original,
}
