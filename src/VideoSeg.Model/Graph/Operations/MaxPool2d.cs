namespace VideoSeg.Model.Graph.Operations;

/// <summary>The largest value of each square window, without padding; incomplete windows at the far edges are left out.</summary>
public sealed record MaxPool2d(int Kernel, int Stride) : Operation
{
    /// <inheritdoc/>
    public override TensorShape InferShape(ReadOnlySpan<TensorShape> inputs)
    {
        TensorShape input = Single(inputs);
        return input with { Height = OutputSize(input.Height), Width = OutputSize(input.Width) };
    }

    private int OutputSize(int size) => size >= Kernel
        ? ((size - Kernel) / Stride) + 1
        : throw new GraphException($"MaxPool2d expects at least {Kernel} pixels a side, got {size}");
}
