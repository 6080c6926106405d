namespace VideoSeg.Model.Graph;

/// <summary>A result of a network.</summary>
/// <param name="Name">Its name, for example <c>logits</c>.</param>
/// <param name="Node">Index of the node that computes it.</param>
public sealed record GraphOutput(string Name, int Node);
