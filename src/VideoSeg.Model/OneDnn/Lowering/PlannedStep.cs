namespace VideoSeg.Model.OneDnn.Lowering;

/// <summary>A step of the program, before the places of its values are known.</summary>
/// <param name="Name">Names of the nodes it computes.</param>
/// <param name="MultiplyAccumulates">Its multiply-accumulates.</param>
/// <param name="IsInt8">Whether it multiplies numbers of 8 bits.</param>
/// <param name="Emit">Adds it to a program, once all slots have their places.</param>
internal sealed record PlannedStep(string Name, long MultiplyAccumulates, bool IsInt8, Action<OneDnnProgram> Emit);
