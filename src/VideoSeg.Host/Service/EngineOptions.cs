using System.ComponentModel.DataAnnotations;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Model;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Inference;
using VideoSeg.Model.TorchScript;
using VideoSeg.Model.Weights;
using VideoSeg.Pipeline.Live.Delivery;

namespace VideoSeg.Host.Service;

/// <summary>The network that all streams share, and how it is watched.</summary>
internal sealed record EngineOptions : IValidatableObject
{
    /// <summary>Weights, a safetensors file of this program's, or a TorchScript file. Default null: the shipped ones.</summary>
    public string? Model { get; init; }

    /// <summary>Whether a TorchScript file may be loaded, which is a program that runs with the service's rights. Default false.</summary>
    public bool TrustTorchScript { get; init; }

    /// <summary><c>auto</c> (a GPU where there is one), <c>cpu</c>, <c>cuda</c> (the first GPU), <c>cuda:N</c>, <c>cuda:0,1</c> or <c>cuda:all</c>. Default <c>auto</c>.</summary>
    [RegularExpression(DeviceSet.Pattern, ErrorMessage = "Device: expected " + DeviceSet.Expected)]
    public string Device { get; init; } = "auto";

    /// <summary>Precision of the convolutions. Default <c>auto</c>: the shortest that the hardware multiplies at once and the weights allow.</summary>
    [AllowedValues("auto", "f32", "bf16", "f16", "int8")]
    public string Precision { get; init; } = "auto";

    /// <summary>What runs the network. Default <c>auto</c>: onednn on processors, cuda on GPUs.</summary>
    [AllowedValues("auto", "cuda", "onednn", "libtorch", "reference")]
    public string Engine { get; init; } = "auto";

    /// <summary>Of unetpp, which has four heads: accurate, the mean of their probabilities, or fast, the deepest alone. Default null: fast.</summary>
    [AllowedValues(null, HeadChoice.Accurate, HeadChoice.Fast)]
    public string? Mode { get; init; }

    /// <summary>Of unetpp: the depth that it is cut to, 1 to 4. Default null: 4.</summary>
    [Range(1, UNetPlusPlus.MaxDepth)]
    public int? Depth { get; init; }

    /// <summary>Processor threads for the network, 0 to 1024. Default 0: as <c>OMP_NUM_THREADS</c> says, else one a physical core.</summary>
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>Calls that are worked on at the same time, 0 to 64; several on a GPU, where one is copied while another is computed. Default 0: 1 on a processor, 2 on each GPU.</summary>
    [Range(0, 64)]
    public int Lanes { get; init; }

    /// <summary>How it is watched.</summary>
    [SameSection]
    public SegmentationHubOptions Hub { get; init; } = new();

    /// <summary>The options of the segmenter.</summary>
    public SegmenterOptions ToSegmenterOptions() => new()
    {
        ModelPath = Model,
        TrustTorchScript = TrustTorchScript,
        Device = Device,
        Precision = Precision,
        Engine = Engine,
        Mode = Mode,
        Depth = Depth,
        Threads = Threads,
        Lanes = Lanes,
    };

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Model is not null && !File.Exists(Model))
        {
            yield return new ValidationResult($"expected a file of weights, found none at '{Model}' (seen from the folder {Environment.CurrentDirectory})", [nameof(Model)]);
        }
        else
        {
            foreach ((string option, string fault) in FaultsOfModel())
            {
                yield return new ValidationResult(fault, [option]);
            }
        }
    }

    /// <summary>What is wrong with the network before it runs, and which option that is: found now, not when it does not start.</summary>
    private IEnumerable<(string Option, string Fault)> FaultsOfModel()
    {
        var heads = new HeadChoice(Mode, Depth);
        string option = nameof(Model);
        try
        {
            if (Model is not null && ScriptFile.IsOne(Model))
            {
                ScriptFile.Open(Model, TrustTorchScript);
                return SegmenterFactory.FaultsOfScript(ToSegmenterOptions());
            }

            if (heads.IsMade && heads.IsKnown)
            {
                // Its word is enough here; whether the weights fit is seen when they are loaded.
                string architecture = ModelFile.ReadMetadata(Model).Architecture;
                option = Mode is null ? nameof(Depth) : nameof(Mode);
                heads.ApplyTo(ArchitectureCatalog.Build(architecture));
            }

            return [];
        }
        catch (VideoSegException e)
        {
            return [(option, e.Message)];
        }
    }
}
