using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Model.Training;

/// <summary>A part of the training at one resolution.</summary>
public sealed record TrainingStage
{
    /// <summary>Epochs: passes over the training samples.</summary>
    [Range(1, 100_000)]
    public required int Epochs { get; init; }

    /// <summary>Width and height of the network's input in pixels; a multiple of 16.</summary>
    [Range(32, 2048)]
    public required int Size { get; init; }

    /// <summary>Samples in a step.</summary>
    [Range(1, 1024)]
    public required int Batch { get; init; }
}
