using System.Collections.Immutable;

namespace VideoSeg.Model.Graph;

/// <summary>One step of a network.</summary>
/// <param name="Name">Unique name; the prefix of its tensors in a <c>state_dict</c> (<c>c1.c1.0</c>).</param>
/// <param name="Stage">Name of the part of the network that it is counted under (<c>c1</c>).</param>
/// <param name="Operation">What it computes.</param>
/// <param name="Inputs">Indices of the nodes it reads; all smaller than its own.</param>
public sealed record Node(string Name, string Stage, Operation Operation, ImmutableArray<int> Inputs)
{
    /// <summary>Its stored tensors with their full names.</summary>
    public IEnumerable<ParameterSpecification> Parameters =>
        Operation.Parameters.Select(p => p with { Name = $"{Name}.{p.Name}" });
}
