namespace VideoSeg.Model.Onnx;

/// <summary>What of a network is exported, and which sizes of its input are fixed. Default: all outputs, and no size.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>Pictures in a batch, at least 1; null (the default) leaves it open.</summary>
    public int? Batch { get; init; }

    /// <summary>
    /// Whether several outputs become one, <c>logits</c>, whose logistic function or softmax is the mean of their probabilities. Default: each keeps its name.
    /// </summary>
    public bool MergeOutputs { get; init; }

    /// <summary>Height and width of the input in pixels, multiples of the network's; null (the default) leaves them open.</summary>
    public (int Height, int Width)? Size { get; init; }
}
