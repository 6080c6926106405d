using System.Collections.Immutable;

namespace VideoSeg.Model.Graph.Operations;

/// <summary>2-D convolution (cross-correlation) with a square kernel and zero padding, as PyTorch's <c>Conv2d</c>.</summary>
public sealed record Conv2d(
    int InChannels, int OutChannels, int Kernel, int Stride = 1, int Padding = 0, int Dilation = 1, bool Bias = true) : Operation
{
    /// <inheritdoc/>
    public override ImmutableArray<ParameterSpecification> Parameters
    {
        get
        {
            var weight = new ParameterSpecification("weight", [OutChannels, InChannels, Kernel, Kernel], ParameterRole.Weight);
            return Bias ? [weight, new("bias", [OutChannels], ParameterRole.Bias)] : [weight];
        }
    }

    /// <inheritdoc/>
    public override TensorShape InferShape(ReadOnlySpan<TensorShape> inputs)
    {
        TensorShape input = Single(inputs, InChannels);
        return new(input.Batch, OutChannels, OutputSize(input.Height), OutputSize(input.Width));
    }

    /// <inheritdoc/>
    public override long CountMultiplyAccumulates(ReadOnlySpan<TensorShape> inputs, TensorShape output) =>
        output.ElementCount * InChannels * Kernel * Kernel;

    private int OutputSize(int size)
    {
        int extent = (Dilation * (Kernel - 1)) + 1;
        return size + (2 * Padding) >= extent
            ? ((size + (2 * Padding) - extent) / Stride) + 1
            : throw new GraphException($"Conv2d expects at least {extent - (2 * Padding)} pixels a side, got {size}");
    }
}
