namespace VideoSeg.Model.Graph.Operations;

/// <summary>Multiplies each channel of the first input by the second input's value for it ([N, C, 1, 1]): squeeze and excitation's last step.</summary>
public sealed record ScaleChannels : Operation
{
    /// <inheritdoc/>
    public override TensorShape InferShape(ReadOnlySpan<TensorShape> inputs)
    {
        if (inputs.Length != 2)
        {
            throw new GraphException($"ScaleChannels expects 2 inputs, got {inputs.Length}");
        }

        return inputs[1] == inputs[0] with { Height = 1, Width = 1 }
            ? inputs[0]
            : throw new GraphException($"ScaleChannels expects one factor for each of {inputs[0].Channels} channels, got {inputs[1]}");
    }
}
