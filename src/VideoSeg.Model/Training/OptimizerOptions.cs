using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Model.Training;

/// <summary>AdamW (Loshchilov and Hutter 2019) with linear warm-up and cosine decay.</summary>
public sealed record OptimizerOptions
{
    /// <summary>Learning rate at the end of the warm-up. Default 0.001.</summary>
    [Range(1e-7, 1)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Share of the peak that is left at the end. Default 0.01.</summary>
    [Range(0, 1)]
    public double FinalFraction { get; init; } = 0.01;

    /// <summary>Epochs of the linear rise from nought. Default 1.</summary>
    [Range(0, 1000)]
    public double WarmupEpochs { get; init; } = 1;

    /// <summary>Decoupled weight decay; biases and batch norm are spared. Default 0.01.</summary>
    [Range(0, 1)]
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Decay of the first moment. Default 0.9.</summary>
    [Range(0, 0.9999)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment. Default 0.999.</summary>
    [Range(0, 0.99999)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Largest norm of the gradient; a larger one is scaled down. 0 switches it off. Default 1.</summary>
    [Range(0, 1e6)]
    public double ClipGradientNorm { get; init; } = 1;
}
