using System.ComponentModel.DataAnnotations;
using VideoSeg.Model.TorchScript;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Inference;

/// <summary>Makes the segmenter that options ask for.</summary>
public static class SegmenterFactory
{
    private static readonly string[] Engines = ["auto", CudaSegmenter.Name, OneDnnSegmenter.Name, LibtorchSegmenter.Name, ReferenceSegmenter.Name];

    /// <summary>Opens the model and starts an engine; the caller disposes it.</summary>
    /// <exception cref="VideoSegException">
    /// An option is wrong (<see cref="FaultKind.Usage"/>; all faults at once), the model is missing or doesn't fit
    /// (<see cref="FaultKind.Input"/>), or the device is not there (<see cref="FaultKind.Engine"/>).
    /// </exception>
    public static ISegmenter Create(SegmenterOptions options)
    {
        Validate(options);
        return Create(Open(options), options);
    }

    /// <summary>Opens the model that options name, so that what it says is known before an engine starts.</summary>
    /// <exception cref="VideoSegException">
    /// It is missing or doesn't fit (<see cref="FaultKind.Input"/>), or is a TorchScript file that is not trusted (<see cref="FaultKind.Usage"/>).
    /// </exception>
    public static INetworkFile Open(SegmenterOptions options) => options.ModelPath is { Length: > 0 } path && ScriptFile.IsOne(path)
        ? ScriptFile.Open(path, options.TrustTorchScript)
        : ModelFile.Open(options.ModelPath);

    /// <summary>As <see cref="Create(SegmenterOptions)"/>, for a model that is open already: <see cref="SegmenterOptions.ModelPath"/> is not looked at.</summary>
    public static ISegmenter Create(INetworkFile file, SegmenterOptions options)
    {
        Validate(options);
        return file switch
        {
            ScriptFile script => CreateScript(script, options),
            ModelFile model => CreateNetwork(model, options),
            _ => throw new ArgumentException($"expected a file of weights or a TorchScript file, got {file.GetType().Name}", nameof(file)),
        };
    }

    /// <summary>What of the options does not go with a TorchScript file: the option's name and the fault. Empty where all does.</summary>
    public static IEnumerable<(string Option, string Fault)> FaultsOfScript(SegmenterOptions options)
    {
        if (options.Engine is not ("auto" or LibtorchSegmenter.Name))
        {
            yield return (nameof(options.Engine), $"a TorchScript file brings its own program, which libtorch runs, not the engine {options.Engine}; leave the engine at auto or libtorch");
        }

        if (options.Precision != "auto")
        {
            yield return (nameof(options.Precision), $"a TorchScript file is given float32 and computes as its program does, not in {options.Precision}; leave the precision at auto");
        }

        if (options.Heads.IsMade)
        {
            yield return (options.Mode is null ? nameof(options.Depth) : nameof(options.Mode), HeadChoice.FaultOfScript().Message);
        }
    }

    private static ScriptSegmenter CreateScript(ScriptFile script, SegmenterOptions options)
    {
        ScriptFile.RequireTrust(script.Path, options.TrustTorchScript);
        string[] faults = [.. FaultsOfScript(options).Select(pair => pair.Fault)];
        return faults.Length == 0 ? new ScriptSegmenter(script, options) : throw new VideoSegException(FaultKind.Usage, string.Join('\n', faults));
    }

    private static ISegmenter CreateNetwork(ModelFile model, SegmenterOptions options)
    {
        return options.Engine switch
        {
            CudaSegmenter.Name => new CudaSegmenter(model, options),
            ReferenceSegmenter.Name => new ReferenceSegmenter(model, options),
            LibtorchSegmenter.Name => new LibtorchSegmenter(model, options),
            OneDnnSegmenter.Name => new OneDnnSegmenter(model, options),
            _ when GpuPresence.IsWanted(options.Device) => new CudaSegmenter(model, options),
            _ when options.Precision == "f16" => throw new VideoSegException(FaultKind.Usage, "f16 is for GPUs, found none to use; use --precision bf16 or f32 on processors"),
            _ => OneDnnSegmenter.Knows(model) ? new OneDnnSegmenter(model, options) : new LibtorchSegmenter(model, options),
        };
    }

    private static void Validate(SegmenterOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        List<string> faults = [.. results.Select(result => result.ErrorMessage!)];
        Expect(options.Precision, Precisions.All, "precision", faults);
        Expect(options.Engine, Engines, "engine", faults);
        if (options.Mode is { } mode)
        {
            Expect(mode, HeadChoice.Modes, "mode", faults);
        }

        switch (options)
        {
            case { Engine: ReferenceSegmenter.Name, Precision: "bf16" or "f16" or "int8" }:
                faults.Add("the reference engine computes in f32 only; leave precision at auto");
                break;
            case { Engine: LibtorchSegmenter.Name, Precision: "int8" }:
                faults.Add("the libtorch engine computes in f32, bf16 and f16 only; int8 needs the engine onednn");
                break;
            case { Engine: CudaSegmenter.Name, Device: "cpu" }:
                faults.Add("the cuda engine runs on GPUs only, not on cpu; leave the engine at auto");
                break;
            case { Engine: CudaSegmenter.Name, Precision: "int8" }:
                faults.Add("the cuda engine computes in f32, bf16 and f16 only; int8 needs a processor and the engine onednn");
                break;
            case { Engine: OneDnnSegmenter.Name, Precision: "f16" }:
                faults.Add("the onednn engine computes in f32, bf16 and int8 only; f16 needs a GPU and the engine cuda");
                break;
            case { Engine: OneDnnSegmenter.Name } when options.Device.StartsWith("cuda", StringComparison.Ordinal):
                faults.Add($"the onednn engine runs on processors only, not on {options.Device}; leave the engine at auto");
                break;
            case { Engine: "auto", Precision: "int8" } when options.Device.StartsWith("cuda", StringComparison.Ordinal):
                faults.Add("int8 is for processors only; leave precision at auto");
                break;
        }

        CheckDevice(options, faults);

        if (faults.Count > 0)
        {
            throw new VideoSegException(FaultKind.Usage, string.Join('\n', faults));
        }
    }

    private static void CheckDevice(SegmenterOptions options, List<string> faults)
    {
        if (options.Device == "auto")
        {
            return;
        }

        try
        {
            var devices = DeviceSet.Parse(options.Device);
            if (devices.IsCuda && devices.Devices.Length != 1 && options.Engine is not ("auto" or CudaSegmenter.Name))
            {
                faults.Add($"the {options.Engine} engine runs on one device at a time, not on {options.Device}; several GPUs need the engine cuda");
            }
            else if (!devices.IsCuda && options is { Precision: "f16", Engine: not (OneDnnSegmenter.Name or ReferenceSegmenter.Name) })
            {
                faults.Add("f16 is for GPUs, not for cpu; use precision bf16 or f32, or leave it at auto");
            }
        }
        catch (VideoSegException e)
        {
            faults.Add(e.Message);
        }
    }

    private static void Expect(string value, IReadOnlyList<string> known, string what, List<string> faults)
    {
        if (!known.Contains(value, StringComparer.Ordinal))
        {
            faults.Add($"expected {what} {string.Join(", ", known)}, got '{value}'");
        }
    }
}
