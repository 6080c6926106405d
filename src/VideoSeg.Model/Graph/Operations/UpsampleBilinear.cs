namespace VideoSeg.Model.Graph.Operations;

/// <summary>
/// Enlarges both sides <see cref="Factor"/> times, bilinearly: with <see cref="AlignCorners"/> the corner pixels' centres stay on the
/// corners, without it pixel centres lie at half-integers.
/// </summary>
public sealed record UpsampleBilinear(int Factor, bool AlignCorners) : Operation
{
    /// <inheritdoc/>
    public override TensorShape InferShape(ReadOnlySpan<TensorShape> inputs)
    {
        TensorShape input = Single(inputs);
        return input with { Height = input.Height * Factor, Width = input.Width * Factor };
    }
}
