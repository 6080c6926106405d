using System.Collections.Immutable;
using System.Text.Json;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.TorchScript;

/// <summary>Reads <c>FILE.pt.json</c>, the description that lies beside a TorchScript file, and finds all that is wrong in it.</summary>
public sealed class ScriptDescriptionReader
{
    private const int MaximumSize = 4096;
    private const long MaximumBytes = 1 << 20;
    private const int Channels = 3;

    /// <summary>What an example of a description looks like, on one line.</summary>
    internal const string Example = """{"outputs": "logits", "input_width": 352, "input_height": 352, "classes": ["polyp"], "threshold": 0.5}""";

    private static readonly JsonDocumentOptions Format = new()
    {
        AllowDuplicateProperties = false, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 4,
    };

    private readonly List<string> _faults = [];
    private readonly ScriptKeys _keys;

    private ScriptDescriptionReader(JsonElement root) => _keys = new ScriptKeys(root, _faults);

    /// <summary>Where the description of a file lies.</summary>
    public static string PathFor(string script) => $"{script}.json";

    /// <summary>Reads the description of <paramref name="script"/>.</summary>
    /// <exception cref="VideoSegException">It is missing or wrong; the message lists all faults (<see cref="FaultKind.Input"/>).</exception>
    public static ScriptDescription Read(string script)
    {
        string path = PathFor(script);
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length > MaximumBytes)
            {
                throw new VideoSegException(FaultKind.Input, $"{path}: expected at most {MaximumBytes} bytes, found {file.Length}");
            }

            using JsonDocument document = JsonDocument.Parse(file, Format);
            return Read(document.RootElement, script, path);
        }
        catch (FileNotFoundException e)
        {
            throw new VideoSegException(FaultKind.Input,
                $"{script}: expected its description in {path}, found none. A TorchScript file does not say what it takes and gives; write at least {Example}", e);
        }
        // JsonElement throws InvalidOperationException for text that is no Unicode.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new VideoSegException(FaultKind.Input, $"{path}: expected a JSON object that can be read: {WeightFiles.Printable(e.Message)}", e);
        }
    }

    private static ScriptDescription Read(JsonElement root, string script, string path)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new VideoSegException(FaultKind.Input, $"{path}: expected a JSON object, found {root.ValueKind}; an example: {Example}");
        }

        var reader = new ScriptDescriptionReader(root);
        ScriptDescription description = reader.Describe(Path.GetFileNameWithoutExtension(script));
        reader._keys.RefuseOthers();
        return reader._faults.Count == 0
            ? description
            : throw new VideoSegException(FaultKind.Input, $"{path}: the description is wrong:\n  {string.Join("\n  ", reader._faults.Select(WeightFiles.Printable))}");
    }

    private ScriptDescription Describe(string fileName)
    {
        var defaults = new ModelMetadata { Name = fileName };
        ImmutableArray<string> classes = _keys.Texts("classes") is { IsDefault: false } given ? given : defaults.Classes;
        if (ClassNames.Fault(classes) is { } fault)
        {
            _faults.Add($"classes: {fault}");
        }
        else if (classes.FirstOrDefault(name => name.Contains(',', StringComparison.Ordinal)) is { } odd)
        {
            _faults.Add($"classes: expected names without commas, found \"{odd}\"");
        }

        ImmutableArray<string> colors = _keys.Texts("colours") is { IsDefault: false } named ? named : [];
        if (ClassColors.Fault(colors, classes) is { } colorFault)
        {
            _faults.Add($"colours: {colorFault}");
        }

        string outputs = _keys.Choice("outputs", isRequired: true, "logits", "probabilities");
        (int? index, string? key) = _keys.IndexOrText("output");
        return new ScriptDescription
        {
            Metadata = defaults with
            {
                Architecture = "torchscript",
                Classes = classes,
                Colors = colors,
                InputWidth = _keys.Integer("input_width", 1, MaximumSize, defaults.InputWidth),
                InputHeight = _keys.Integer("input_height", 1, MaximumSize, defaults.InputHeight),
                Threshold = (float)_keys.Number("threshold", value => (float)value is > 0 and < 1, "a number above 0 and below 1", defaults.Threshold),
                MinArea = _keys.Number("min_area", value => value is >= 0 and < 1, "a number from 0 to below 1", defaults.MinArea),
                Name = _keys.Text("name", fileName),
                License = _keys.Text("license", ""),
                Notice = _keys.Text("notice", ""),
            },
            Outputs = outputs == "probabilities" ? ScriptOutputs.Probabilities : ScriptOutputs.Logits,
            Mean = _keys.Numbers("mean", Channels, value => float.IsFinite((float)value), "finite numbers", 0),
            StandardDeviation = _keys.Numbers("std", Channels, value => (float)value > 0 && float.IsFinite((float)value), "numbers above 0", 1),
            ChannelOrder = _keys.Choice("channel_order", isRequired: false, "rgb", "bgr") == "bgr" ? ChannelOrder.Bgr : ChannelOrder.Rgb,
            OutputIndex = index,
            OutputKey = key,
        };
    }
}
