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
