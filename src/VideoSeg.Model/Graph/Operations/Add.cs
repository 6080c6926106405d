namespace VideoSeg.Model.Graph.Operations;

/// <summary>The sum of two or more inputs of one shape.</summary>
public sealed record Add : Operation
{
    /// <inheritdoc/>
    public override TensorShape InferShape(ReadOnlySpan<TensorShape> inputs) => Same(inputs);
}
