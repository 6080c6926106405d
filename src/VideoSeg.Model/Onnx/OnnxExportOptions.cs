namespace VideoSeg.Model.Onnx;

/// <summary>Which sizes of the exported network's input are fixed. Default: none of them.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>Pictures in a batch, at least 1; null (the default) leaves it open.</summary>
    public int? Batch { get; init; }

    /// <summary>Height and width of the input in pixels, multiples of the network's; null (the default) leaves them open.</summary>
    public (int Height, int Width)? Size { get; init; }
}
