using System.Collections.Immutable;

namespace VideoSeg.Model.Graph.Operations;

/// <summary>
/// What a 3x3 convolution of stride and padding 1 yields on a map whose pixels were doubled in both directions, computed from the map
/// before the doubling: each of the four phases (row, column) of the output is a 2x2 convolution, so 4 taps stand where 9 were.
/// </summary>
/// <remarks>
/// The weight is [4, OutChannels, InChannels, 2, 2], phases in the order (0,0), (0,1), (1,0), (1,1). With zeros around the input,
/// y[2i + r, 2j + c] = bias + the sum over (a, b) of weight[2r + c, ..., a, b] x[i + r - 1 + a, j + c - 1 + b]. Only the compiler makes
/// one; no file of weights holds it.
/// </remarks>
public sealed record UpsampledConv2d(int InChannels, int OutChannels, bool Bias = true) : Operation
{
    /// <summary>Number of phases.</summary>
    public const int Phases = 4;

    /// <summary>Rows and columns of a phase's kernel.</summary>
    public const int Kernel = 2;

    /// <inheritdoc/>
    public override ImmutableArray<ParameterSpecification> Parameters
    {
        get
        {
            var weight = new ParameterSpecification("weight", [Phases, OutChannels, InChannels, Kernel, Kernel], ParameterRole.Weight);
            return Bias ? [weight, new("bias", [OutChannels], ParameterRole.Bias)] : [weight];
        }
    }

    /// <inheritdoc/>
    public override TensorShape InferShape(ReadOnlySpan<TensorShape> inputs)
    {
        TensorShape input = Single(inputs, InChannels);
        return new(input.Batch, OutChannels, 2 * input.Height, 2 * input.Width);
    }

    /// <inheritdoc/>
    public override long CountMultiplyAccumulates(ReadOnlySpan<TensorShape> inputs, TensorShape output) =>
        output.ElementCount * InChannels * Kernel * Kernel;
}
