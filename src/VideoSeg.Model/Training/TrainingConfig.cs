using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Training;

/// <summary>
/// A training recipe, as read from a JSON file (<see cref="TrainingConfigFile"/>). Together with the data it fixes the outcome:
/// all randomness comes from <see cref="Seed"/>.
/// </summary>
public sealed record TrainingConfig
{
    /// <summary>Most classes that a network can be trained on.</summary>
    internal const int MaximumClasses = 32;

    /// <summary>Name of the model; goes into the weights' metadata.</summary>
    [Required]
    public required string Name { get; init; }

    /// <summary>Name of the network in the architecture catalogue. Default <c>resunetpp</c>.</summary>
    [Required]
    public string Architecture { get; init; } = "resunetpp";

    /// <summary>
    /// Names of the network's output planes: one class, or several of which the first is <c>background</c> and masks hold the others' numbers
    /// (<see cref="ClassNames"/>). Default the one class <c>polyp</c>.
    /// </summary>
    public ImmutableArray<string> Classes { get; init; } = ["polyp"];

    /// <summary>
    /// Colours that the classes are drawn in, <c>#RRGGBB</c>, one for each but the background (<see cref="ClassColors"/>); go into the weights'
    /// metadata. Default none: whoever draws chooses.
    /// </summary>
    [JsonPropertyName("colours")]
    public ImmutableArray<string> Colors { get; init; } = [];

    /// <summary>Seed of the initial weights, the hold-out, the order of samples and every augmentation. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Seed of the hold-out alone, so that runs of several seeds are scored on one and the same. Default null: as <see cref="Seed"/>.
    /// </summary>
    public int? HoldoutSeed { get; init; }

    /// <summary>
    /// Weights of the same architecture to start from, a safetensors file; its path is relative to the recipe's folder. Where they are of another
    /// number of classes, the head is made fresh. Default null: all fresh.
    /// </summary>
    public string? InitialWeights { get; init; }

    /// <summary>Where the samples come from; at least one.</summary>
    [MinLength(1)]
    public required ImmutableArray<DataSource> Data { get; init; }

    /// <summary>Share of the samples held out to pick the best weights, near-duplicates and sequences kept on one side. Default 0.1.</summary>
    [Range(0.01, 0.5)]
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>Rendered frames mixed into the training samples (never into the hold-out). Default 0.</summary>
    [Range(0, 100_000)]
    public int RenderedFrames { get; init; }

    /// <summary>Stages of rising resolution; one learning-rate curve spans them all.</summary>
    [MinLength(1)]
    public required ImmutableArray<TrainingStage> Stages { get; init; }

    /// <summary>AdamW and its learning-rate curve.</summary>
    public OptimizerOptions Optimizer { get; init; } = new();

    /// <summary>Weights of the loss terms.</summary>
    public LossOptions Loss { get; init; } = new();

    /// <summary>
    /// Weight of the mean loss of two further heads, on the outputs of the decoders d1 and d2, that help in training and are left out of the weights;
    /// 0 for none. Default 0.
    /// </summary>
    [Range(0, 1)]
    public double DeepSupervision { get; init; }

    /// <summary>Learning from networks that were trained before.</summary>
    public DistillationOptions Distillation { get; init; } = new();

    /// <summary>Random changes to each sample.</summary>
    public AugmentationOptions Augmentation { get; init; } = new();

    /// <summary>Decay per step of the moving average of the weights that is validated and shipped; 0 switches it off. Default 0.998.</summary>
    [Range(0, 0.99999)]
    public double EmaDecay { get; init; } = 0.998;

    /// <summary><c>f32</c>, <c>bf16</c>, or <c>auto</c> (bf16 where the processor or GPU is fast at it). Default <c>auto</c>.</summary>
    [RegularExpression("auto|f32|bf16")]
    public string Precision { get; init; } = "auto";

    /// <summary>End a stage after this many epochs of it without a better validation Dice and go on with the next, if any; 0 never ends one early. Default 0.</summary>
    [Range(0, 100_000)]
    public int EarlyStoppingPatience { get; init; }

    /// <summary>Probability above which a pixel counts as polyp in validation; goes into the weights' metadata. Default 0.5.</summary>
    [Range(0.01, 0.99)]
    public double Threshold { get; init; } = 0.5;

    /// <summary>Terms under which the weights may be used; goes into their metadata.</summary>
    public string License { get; init; } = "research and education only";

    /// <summary>How many classes are something other than background.</summary>
    internal int Kinds => ClassNames.Foreground(Classes).Length;
}

/// <summary>A folder of pictures with masks, or a pack of them; paths are relative to the data folder given on the command line.</summary>
public sealed record DataSource
{
    /// <summary>Folder of the pictures; null where there is a pack.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Images { get; init; }

    /// <summary>Folder of the masks, of the same names; null where there is a pack.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Masks { get; init; }

    /// <summary>File of pictures and masks packed at a network's size (<see cref="Data.Packs.PackFile"/>), in place of the folders; null where there are such.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Pack { get; init; }

    /// <summary>File that lists the names to use, one a line; null for all. A path that begins with <c>./</c> or <c>../</c> is relative to the recipe's folder.</summary>
    public string? Split { get; init; }

    /// <summary>
    /// Table of the video sequences that the pictures are frames of (<see cref="Data.FrameSequence"/>), none of which is ever parted between
    /// training and hold-out; null where they are single pictures.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sequences { get; init; }
}

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

/// <summary>Self-distillation: part of the loss is against the mean probability of networks of the same classes.</summary>
public sealed record DistillationOptions
{
    /// <summary>Weights of the teachers, of any architecture here; paths are relative to the recipe's folder. Default none.</summary>
    public ImmutableArray<string> Teachers { get; init; } = [];

    /// <summary>Share of the teachers in the loss: (1 - w) times that against the truth plus w times that against them. Default 0.5.</summary>
    [Range(0, 1)]
    public double Weight { get; init; } = 0.5;
}
