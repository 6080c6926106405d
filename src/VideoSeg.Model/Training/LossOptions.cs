using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Model.Training;

/// <summary>Weights of the terms of the loss.</summary>
public sealed record LossOptions
{
    /// <summary>Weight of the binary cross-entropy; of several classes, of the cross-entropy. Default 1.</summary>
    [Range(0, 100)]
    public double BinaryCrossEntropy { get; init; } = 1;

    /// <summary>
    /// Weight of the soft Dice loss, 1 - (2 sum(p t) + 1) / (sum p + sum t + 1) for each image; of several classes the mean over all but the
    /// background. Default 1.
    /// </summary>
    [Range(0, 100)]
    public double Dice { get; init; } = 1;

    /// <summary>
    /// How much a pixel of each class counts in the cross-entropy of several classes, background first; the mean is over the weights. Default none:
    /// all alike.
    /// </summary>
    public ImmutableArray<double> ClassWeights { get; init; } = [];

    /// <summary>
    /// How much more pixels near the polyps' boundaries count in the cross-entropy: the weight of a pixel is 1 + b |mean(t) - t|, the mean over a square
    /// window of the mask t, and the mean of the loss is over the weights. Default 0.
    /// </summary>
    [Range(0, 100)]
    public double BoundaryWeight { get; init; }

    /// <summary>Half the side of that window, in pixels of the network's input: the window is 2 n + 1 wide. Default 5.</summary>
    [Range(1, 15)]
    public int BoundaryWidth { get; init; } = 5;

    /// <summary>
    /// Weight of the Tversky loss, (1 - TI)^exponent with TI = (tp + 1) / (tp + alpha fp + beta fn + 1) for each image and class but the background. Default 0.
    /// </summary>
    [Range(0, 100)]
    public double Tversky { get; init; }

    /// <summary>Weight of false positives in it. Default 0.3.</summary>
    [Range(0, 1)]
    public double TverskyAlpha { get; init; } = 0.3;

    /// <summary>Weight of false negatives in it. Default 0.7.</summary>
    [Range(0, 1)]
    public double TverskyBeta { get; init; } = 0.7;

    /// <summary>Its exponent: 1 for the plain one, 0.75 for the focal Tversky loss of Abraham and Khan (2019). Default 1.</summary>
    [Range(0.1, 10)]
    public double TverskyExponent { get; init; } = 1;
}
