using System.Collections.Immutable;

namespace VideoSeg.Model.Graph;

/// <summary>One stored tensor that a network needs.</summary>
/// <param name="Name">Within an operation the last part (<c>weight</c>); within a graph the full <c>state_dict</c> name.</param>
/// <param name="Shape">Sizes, outermost first, in PyTorch's order; empty for a scalar.</param>
/// <param name="Role">What it is for.</param>
public sealed record ParameterSpecification(string Name, ImmutableArray<long> Shape, ParameterRole Role)
{
    /// <summary>Number of elements.</summary>
    public long ElementCount => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Whether an optimiser changes it.</summary>
    public bool IsTrainable => Role is ParameterRole.Weight or ParameterRole.Bias or ParameterRole.Scale or ParameterRole.Shift;

    /// <summary>Whether it is a running statistic; the batch counter is none.</summary>
    public bool IsStatistic => Role is ParameterRole.RunningMean or ParameterRole.RunningVariance;
}
