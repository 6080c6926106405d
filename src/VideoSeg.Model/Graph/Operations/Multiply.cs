namespace VideoSeg.Model.Graph.Operations;

/// <summary>The product, element by element, of two or more inputs of one shape.</summary>
public sealed record Multiply : Operation
{
    /// <inheritdoc/>
    public override TensorShape InferShape(ReadOnlySpan<TensorShape> inputs) => Same(inputs);
}
