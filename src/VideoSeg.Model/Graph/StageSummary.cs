namespace VideoSeg.Model.Graph;

/// <summary>A named part of a network in figures.</summary>
/// <param name="Name">Name of the stage (<c>d1.a1</c>).</param>
/// <param name="Output">Shape of its last value.</param>
/// <param name="Parameters">Number of trained values.</param>
/// <param name="MultiplyAccumulates">Multiply-accumulates of its convolutions and linear layers, the whole batch.</param>
public sealed record StageSummary(string Name, TensorShape Output, long Parameters, long MultiplyAccumulates);
