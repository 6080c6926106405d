namespace VideoSeg.Model.Graph;

/// <summary>What a node computes, as <see cref="GraphBuilder"/> hands it from layer to layer.</summary>
/// <param name="Node">Index of the node.</param>
/// <param name="Shape">Its shape at the builder's nominal size: the channels hold at any size.</param>
public readonly record struct Value(int Node, TensorShape Shape)
{
    /// <summary>Number of channels.</summary>
    public int Channels => Shape.Channels;
}
