using System.Collections.Immutable;

namespace VideoSeg.Model.Graph.Operations;

/// <summary>Transposed 2-D convolution with a square kernel, as PyTorch's <c>ConvTranspose2d</c>; the weight is [in, out, k, k].</summary>
public sealed record ConvTranspose2d(
    int InChannels, int OutChannels, int Kernel, int Stride = 1, int Padding = 0, bool Bias = true) : Operation
{
    /// <inheritdoc/>
    public override ImmutableArray<ParameterSpecification> Parameters
    {
        get
        {
            var weight = new ParameterSpecification("weight", [InChannels, OutChannels, Kernel, Kernel], ParameterRole.Weight);
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
        inputs[0].ElementCount * OutChannels * Kernel * Kernel;

    private int OutputSize(int size) => ((size - 1) * Stride) - (2 * Padding) + Kernel;
}
