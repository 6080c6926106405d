namespace VideoSeg.Pipeline.Metrics;

/// <summary>The stages of a frame's way, in their order.</summary>
public enum PipelineStage
{
    /// <summary>Reading and decoding.</summary>
    Capture,

    /// <summary>The network, conversion to its input included.</summary>
    Segment,

    /// <summary>Finding polyps and following them.</summary>
    Track,

    /// <summary>Drawing them.</summary>
    Overlay,

    /// <summary>Masks and detections written to files of their own.</summary>
    Output,

    /// <summary>Making the picture that is encoded, where that is another than the drawn frame.</summary>
    Render,

    /// <summary>Encoding and writing the video.</summary>
    Encode,
}
