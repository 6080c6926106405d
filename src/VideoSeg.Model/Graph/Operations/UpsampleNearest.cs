namespace VideoSeg.Model.Graph.Operations;

/// <summary>Repeats each pixel <see cref="Factor"/> times in both directions.</summary>
public sealed record UpsampleNearest(int Factor) : Operation
{
    /// <inheritdoc/>
    public override TensorShape InferShape(ReadOnlySpan<TensorShape> inputs)
    {
        TensorShape input = Single(inputs);
        return input with { Height = input.Height * Factor, Width = input.Width * Factor };
    }
}
