namespace VideoSeg.Model.Graph.Operations;

/// <summary>1 / (1 + exp(-x)).</summary>
public sealed record Sigmoid : Operation
{
    /// <inheritdoc/>
    public override TensorShape InferShape(ReadOnlySpan<TensorShape> inputs) => Single(inputs);
}
