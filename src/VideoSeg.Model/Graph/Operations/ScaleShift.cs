using System.Collections.Immutable;

namespace VideoSeg.Model.Graph.Operations;

/// <summary>
/// y = weight x + bias for each channel, then max(0, y) if <see cref="Relu"/>: what is left of a batch normalisation that no convolution
/// could take in. With a second input f [N, C, 1, 1], factors that differ from picture to picture, y = weight (f x) + bias.
/// </summary>
/// <remarks>Only the compiler makes one; no file of weights holds it.</remarks>
public sealed record ScaleShift(int Channels, bool Relu) : Operation
{
    /// <inheritdoc/>
    public override ImmutableArray<ParameterSpecification> Parameters =>
    [
        new("weight", [Channels], ParameterRole.Scale),
        new("bias", [Channels], ParameterRole.Shift),
    ];

    /// <inheritdoc/>
    public override TensorShape InferShape(ReadOnlySpan<TensorShape> inputs)
    {
        if (inputs.Length == 2 && inputs[1] != inputs[0] with { Height = 1, Width = 1 })
        {
            throw new GraphException($"ScaleShift expects one factor for each of {inputs[0].Channels} channels, got {inputs[1]}");
        }

        return Single(inputs.Length == 2 ? inputs[..1] : inputs, Channels);
    }
}
