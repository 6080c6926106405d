using System.Collections.Immutable;

namespace VideoSeg.Model.Graph.Operations;

/// <summary>y = W x (+ b) on a vector (H = W = 1), as PyTorch's <c>Linear</c>; the weight is [out, in].</summary>
public sealed record Linear(int InChannels, int OutChannels, bool Bias = true) : Operation
{
    /// <inheritdoc/>
    public override ImmutableArray<ParameterSpecification> Parameters
    {
        get
        {
            var weight = new ParameterSpecification("weight", [OutChannels, InChannels], ParameterRole.Weight);
            return Bias ? [weight, new("bias", [OutChannels], ParameterRole.Bias)] : [weight];
        }
    }

    /// <inheritdoc/>
    public override TensorShape InferShape(ReadOnlySpan<TensorShape> inputs)
    {
        TensorShape input = Single(inputs, InChannels);
        return input is { Height: 1, Width: 1 }
            ? input with { Channels = OutChannels }
            : throw new GraphException($"Linear expects a vector, got {input}");
    }

    /// <inheritdoc/>
    public override long CountMultiplyAccumulates(ReadOnlySpan<TensorShape> inputs, TensorShape output) =>
        output.ElementCount * InChannels;
}
