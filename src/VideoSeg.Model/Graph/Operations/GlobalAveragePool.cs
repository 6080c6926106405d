namespace VideoSeg.Model.Graph.Operations;

/// <summary>The mean of each channel: [N, C, H, W] to [N, C, 1, 1].</summary>
public sealed record GlobalAveragePool : Operation
{
    /// <inheritdoc/>
    public override TensorShape InferShape(ReadOnlySpan<TensorShape> inputs) => Single(inputs) with { Height = 1, Width = 1 };
}
