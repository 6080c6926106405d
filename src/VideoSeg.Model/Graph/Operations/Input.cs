namespace VideoSeg.Model.Graph.Operations;

/// <summary>The picture that a network looks at: [N, Channels, H, W]. A graph has exactly one.</summary>
public sealed record Input(int Channels) : Operation
{
    /// <inheritdoc/>
    public override TensorShape InferShape(ReadOnlySpan<TensorShape> inputs) =>
        inputs.Length == 0 ? default : throw new GraphException("Input expects no inputs");
}
