namespace VideoSeg.Model.Graph.Operations;

/// <summary>max(0, x).</summary>
public sealed record ReLU : Operation
{
    /// <inheritdoc/>
    public override TensorShape InferShape(ReadOnlySpan<TensorShape> inputs) => Single(inputs);
}
