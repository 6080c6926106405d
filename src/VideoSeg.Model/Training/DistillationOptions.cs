using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Model.Training;

/// <summary>Self-distillation: part of the loss is against the mean probability of networks of the same classes.</summary>
public sealed record DistillationOptions
{
    /// <summary>Weights of the teachers, of any architecture here; paths are relative to the recipe's folder. Default none.</summary>
    public ImmutableArray<string> Teachers { get; init; } = [];

    /// <summary>Share of the teachers in the loss: (1 - w) times that against the truth plus w times that against them. Default 0.5.</summary>
    [Range(0, 1)]
    public double Weight { get; init; } = 0.5;
}
