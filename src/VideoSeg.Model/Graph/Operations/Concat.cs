namespace VideoSeg.Model.Graph.Operations;

/// <summary>The channels of all inputs, one input's after the other's.</summary>
public sealed record Concat : Operation
{
    /// <inheritdoc/>
    public override TensorShape InferShape(ReadOnlySpan<TensorShape> inputs)
    {
        if (inputs.Length < 2)
        {
            throw new GraphException($"Concat expects 2 inputs or more, got {inputs.Length}");
        }

        int channels = 0;
        foreach (TensorShape input in inputs)
        {
            if (input with { Channels = inputs[0].Channels } != inputs[0])
            {
                throw new GraphException($"Concat expects inputs of one size, got {inputs[0]} and {input}");
            }

            channels += input.Channels;
        }

        return inputs[0] with { Channels = channels };
    }
}
