using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Training;

/// <summary>Reads and writes recipes: JSON with snake_case names, comments and trailing commas allowed, unknown names refused.</summary>
public static class TrainingConfigFile
{
    // Reflection and not source generation, which would overwrite the defaults of init-only properties with nought.
    private static readonly JsonSerializerOptions Json = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Reads and checks a recipe; all its faults are listed at once.</summary>
    /// <exception cref="VideoSegException">The file is missing, cannot be read, is not JSON, or has faults (<see cref="FaultKind.Usage"/>).</exception>
    public static TrainingConfig Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new VideoSegException(FaultKind.Usage, $"expected a training recipe at {path}, found no such file. Recipes lie in configs/; docs/training.md describes them.");
        }

        try
        {
            TrainingConfig config = JsonSerializer.Deserialize<TrainingConfig>(File.ReadAllText(path), Json)
                ?? throw new JsonException("expected an object, found null");
            var faults = Faults(config).ToList();
            return faults.Count == 0 ? config : throw new VideoSegException(FaultKind.Usage, $"{path} has {faults.Count} fault(s):\n  {string.Join("\n  ", faults)}");
        }
        catch (JsonException e)
        {
            throw new VideoSegException(FaultKind.Usage, $"{path} is not a recipe: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Usage, $"{path}: expected a training recipe that can be read: {e.Message}", e);
        }
    }

    /// <summary>The recipe as JSON text, every default spelled out.</summary>
    public static string ToJson(TrainingConfig config) => JsonSerializer.Serialize(config, Json);

    private static IEnumerable<string> Faults(TrainingConfig config)
    {
        IEnumerable<(string Path, object? Part)> parts =
        [
            ("", config),
            ("optimizer.", config.Optimizer),
            ("loss.", config.Loss),
            ("distillation.", config.Distillation),
            ("augmentation.", config.Augmentation),
            .. Indexed("data", config.Data),
            .. Indexed("stages", config.Stages),
        ];
        foreach (var (path, part) in parts)
        {
            if (part is null)
            {
                yield return $"{path.TrimEnd('.')}: expected an object, found null";
                continue;
            }

            var results = new List<ValidationResult>();
            Validator.TryValidateObject(part, new ValidationContext(part), results, validateAllProperties: true);
            foreach (var result in results)
            {
                string name = JsonNamingPolicy.SnakeCaseLower.ConvertName(result.MemberNames.FirstOrDefault() ?? "");
                yield return $"{path}{name}: {result.ErrorMessage}";
            }
        }

        for (int i = 0; !config.Stages.IsDefault && i < config.Stages.Length; i++)
        {
            if (config.Stages[i] is { Size: var size } && size % 16 != 0)
            {
                yield return $"stages[{i}].size: expected a multiple of 16, found {size}";
            }
        }

        for (int i = 0; !config.Data.IsDefault && i < config.Data.Length; i++)
        {
            if (config.Data[i] is { } source && DataFault(source) is { } fault)
            {
                yield return $"data[{i}].{fault}";
            }
        }

        if (config.Loss is { BinaryCrossEntropy: 0, Dice: 0, Tversky: 0 })
        {
            yield return "loss: expected a term with a weight above 0, found none";
        }

        if (config.Loss is { Tversky: > 0, TverskyAlpha: 0, TverskyBeta: 0 })
        {
            yield return "loss.tversky_alpha: expected a number above 0, or one in tversky_beta, found 0 in both, with which nothing is learnt";
        }

        if (config.Name is not null && ModelMetadata.FaultOfName(config.Name) is { } nameFault)
        {
            yield return $"name: {nameFault}";
        }

        if (config.Distillation is { } distillation && (distillation.Teachers.IsDefault || distillation.Teachers.Any(string.IsNullOrWhiteSpace)))
        {
            yield return "distillation.teachers: expected paths of weights files, found an empty one or null";
        }

        foreach (string fault in ClassFaults(config))
        {
            yield return fault;
        }
    }

    private static string? DataFault(DataSource source) => source switch
    {
        { Pack: not null, Images: not null } or { Pack: not null, Masks: not null } => "pack: expected a pack or folders of images and masks, found both",
        { Pack: not null } => source.Pack.Length == 0 ? "pack: expected a file, found an empty name" : null,
        _ when string.IsNullOrEmpty(source.Images) => "images: expected a folder, or a pack in place of images and masks",
        _ when string.IsNullOrEmpty(source.Masks) => "masks: expected a folder",
        _ => null,
    };

    private static IEnumerable<string> ClassFaults(TrainingConfig config)
    {
        if (config.Classes.IsDefaultOrEmpty || config.Classes.Any(name => name is null) || ClassNames.Fault(config.Classes) is not null)
        {
            yield return $"classes: {(config.Classes.IsDefaultOrEmpty || config.Classes.Contains(null!) ? "expected names, found none" : ClassNames.Fault(config.Classes))}";
            yield break;
        }

        if (config.Classes.Any(name => name.Contains(',', StringComparison.Ordinal)))
        {
            yield return "classes: expected names without commas";
        }

        if (config.Classes.Length > TrainingConfig.MaximumClasses)
        {
            yield return $"classes: expected at most {TrainingConfig.MaximumClasses}, found {config.Classes.Length}";
        }

        if (config.Colors.IsDefault || config.Colors.Contains(null!) || ClassColors.Fault(config.Colors, config.Classes) is not null)
        {
            yield return $"colours: {(config.Colors.IsDefault || config.Colors.Contains(null!) ? "expected colours as #RRGGBB, found null" : ClassColors.Fault(config.Colors, config.Classes))}";
        }

        if (config.Loss is { ClassWeights: { IsDefaultOrEmpty: false } weights } &&
            (config.Classes.Length == 1 || weights.Length != config.Classes.Length || weights.Any(weight => !(weight >= 0 && weight <= 1000)) || weights.All(weight => weight == 0)))
        {
            yield return $"loss.class_weights: expected one number from 0 to 1000 for each of several classes, one of them above 0, found {weights.Length} for {config.Classes.Length} class(es)";
        }

        if (config.Kinds > 1 && config.RenderedFrames > 0)
        {
            yield return $"rendered_frames: expected 0 with more than one class of polyps, as rendered ones are of no class, found {config.RenderedFrames}";
        }
    }

    private static IEnumerable<(string, object?)> Indexed<T>(string name, ImmutableArray<T> items)
        where T : class =>
        items.IsDefault ? [] : items.Select((item, i) => ($"{name}[{i}].", (object?)item));
}
