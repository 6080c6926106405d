using VideoSeg.Model.Compile;
using VideoSeg.Model.OneDnn;
using VideoSeg.Model.OneDnn.Calibration;
using VideoSeg.Model.OneDnn.Lowering;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Inference;

/// <summary>The engine for processors: the compiled network on oneDNN, in f32, bf16 or int8. Does not load libtorch.</summary>
public sealed class OneDnnSegmenter : EngineSegmenter
{
    /// <summary>Name of the engine.</summary>
    public const string Name = "onednn";

    /// <summary>Starts the engine.</summary>
    /// <exception cref="VideoSegException">
    /// int8 without a calibration of these weights (<see cref="FaultKind.Input"/>), a device other than the processor, or heads of a network that has none to
    /// choose from (<see cref="FaultKind.Usage"/>),
    /// or a network that the engine does not know (<see cref="FaultKind.Engine"/>).
    /// </exception>
    public OneDnnSegmenter(ModelFile model, SegmenterOptions options)
        : this(options.LanesOnProcessor, Settings(model, options))
    {
    }

    private OneDnnSegmenter(int lanes, OneDnnEngineSettings settings)
        : base(Name, lanes, Engines(settings))
    {
    }

    /// <summary>Whether the engine knows all operations of the model's network, as it does those of every architecture here.</summary>
    public static bool Knows(ModelFile model) => NetworkLowering.Knows(model.Graph);

    /// <summary>What options come to on this processor.</summary>
    internal static OneDnnEngineSettings Settings(ModelFile model, SegmenterOptions options)
    {
        model = options.Heads.ForInference(model);
        RequireFinite(model);
        string instructions = OneDnnRuntime.InstructionSet;
        CompiledNetwork network = NetworkCompiler.Compile(model.Graph, model.Weights);
        ActivationRanges? ranges = options.Precision is "auto" or "int8" ? CalibrationFile.Find(model, network) : null;
        (EnginePrecision precision, string reason) = options.Precision switch
        {
            "f32" => (EnginePrecision.Float32, ""),
            "bf16" => (EnginePrecision.BFloat16, ""),
            "int8" => (EnginePrecision.Int8, ""),
            _ => CpuPrecision.Choose(instructions, ranges is not null),
        };
        return precision switch
        {
            EnginePrecision.Int8 when ranges is null => throw new VideoSegException(FaultKind.Input,
                $"expected a calibration of these very weights for int8 in {CalibrationFile.PathFor(model.Path)}, found none; measure one with ./videoseg model calibrate, or use --precision bf16"),
            EnginePrecision.BFloat16 when !CpuPrecision.KeepsBFloat16(instructions) => throw new VideoSegException(FaultKind.Engine,
                $"expected a processor with AVX-512 for bf16, found {instructions}; use --precision f32"),
            _ => new OneDnnEngineSettings(model.Metadata, network, precision, ranges, options.ThreadsOfALane, reason),
        };
    }

    /// <summary>Makes the engines of the lanes, one after the other; the later ones share with the first.</summary>
    private static Func<ISegmentationEngine> Engines(OneDnnEngineSettings settings)
    {
        OneDnnEngine? first = null;
        return () =>
        {
            var engine = new OneDnnEngine(Name, settings, first);
            first ??= engine;
            return engine;
        };
    }

    /// <summary>8 bits and max(0, x) would make numbers of NaN: what is wrong with the weights must be seen here.</summary>
    private static void RequireFinite(ModelFile model)
    {
        foreach ((string name, WeightTensor tensor) in model.Weights.Tensors)
        {
            if (tensor.Type != ElementType.Int64 && Array.Exists(model.Weights.GetFloats(name), value => !float.IsFinite(value)))
            {
                throw new VideoSegException(FaultKind.Engine, $"expected finite weights, found NaN or infinity in {name} of {model.Metadata.Name}; use other weights");
            }
        }
    }
}
