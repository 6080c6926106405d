namespace VideoSeg.Pipeline.Metrics;

/// <summary>The steps whose time is measured, waiting not counted but in the last.</summary>
public enum MeasuredStep
{
    /// <summary>Reading on until a frame is decoded.</summary>
    Decode,

    /// <summary>From the frame's planes to the network's input.</summary>
    Preprocess,

    /// <summary>The network.</summary>
    Inference,

    /// <summary>Finding polyps and following them.</summary>
    Track,

    /// <summary>Choosing the best view of each polyp.</summary>
    Pictures,

    /// <summary>Drawing them.</summary>
    Overlay,

    /// <summary>Writing masks and detections.</summary>
    Output,

    /// <summary>Making the picture that is encoded, where that is another than the drawn frame.</summary>
    Render,

    /// <summary>Encoding and writing.</summary>
    Encode,

    /// <summary>From decoded to handed to the encoder, waiting included.</summary>
    Total,
}
