namespace VideoSeg.Model.OneDnn.Lowering;

/// <summary>A value that a pass has to write.</summary>
/// <param name="Node">Index of the node.</param>
/// <param name="Form">In what form.</param>
internal readonly record struct Demand(int Node, DemandForm Form);
