using System.Collections.Immutable;
using System.Globalization;

namespace VideoSeg.Model.Weights;

/// <summary>What a file of weights says about itself, under the keys <c>architecture</c>, <c>classes</c> and <c>colours</c>
/// (comma separated), <c>input_width</c>, <c>input_height</c>, <c>threshold</c>, <c>min_area</c>, <c>name</c>, <c>license</c> and <c>notice</c>.</summary>
public sealed record ModelMetadata
{
    private const int MaximumSize = 4096;

    /// <summary>Name in <see cref="Architectures.ArchitectureCatalog"/>. Default <c>resunetpp</c>.</summary>
    public string Architecture { get; init; } = Architectures.ResUNetPlusPlus.Name;

    /// <summary>One name for each output plane, of several the background first (<see cref="ClassNames"/>). Default <c>polyp</c>.</summary>
    public ImmutableArray<string> Classes { get; init; } = ["polyp"];

    /// <summary>The colours to draw the classes in, <c>#RRGGBB</c>, one for each but the background (<see cref="ClassColors"/>). Default none: whoever draws chooses.</summary>
    public ImmutableArray<string> Colors { get; init; } = [];

    /// <summary>Width of the input that the network was trained for, in pixels. Default 352.</summary>
    public int InputWidth { get; init; } = 352;

    /// <summary>Height of the input that the network was trained for, in pixels. Default 352.</summary>
    public int InputHeight { get; init; } = 352;

    /// <summary>Probability from which a pixel counts as polyp, above 0 and below 1. Default 0.5.</summary>
    public float Threshold { get; init; } = 0.5f;

    /// <summary>Smallest polyp that counts, as a share of the picture, 0 to below 1. Default 0: left open; masks and scores of stills then hold every pixel, marks have a smallest size of their own.</summary>
    public double MinArea { get; init; }

    /// <summary>Name of the weights.</summary>
    public required string Name { get; init; }

    /// <summary>Terms under which the weights may be used; empty if not said.</summary>
    public string License { get; init; } = "";

    /// <summary>What whoever uses the weights must be told (research use only); empty if not said.</summary>
    public string Notice { get; init; } = "";

    /// <summary>Reads the known keys; what is missing keeps its default. A missing name becomes the file's name.</summary>
    /// <exception cref="VideoSegException">A value is not what it should be; the message lists all (<see cref="FaultKind.Input"/>).</exception>
    public static ModelMetadata Read(WeightSet weights, string path)
    {
        var faults = new List<string>();
        var defaults = new ModelMetadata { Name = Path.GetFileNameWithoutExtension(path) };

        string Text(string key, string fallback) => weights.Metadata.GetValueOrDefault(key, fallback);

        int Size(string key, int fallback)
        {
            string text = Text(key, fallback.ToString(CultureInfo.InvariantCulture));
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size is >= 1 and <= MaximumSize)
            {
                return size;
            }

            faults.Add($"{key}: expected 1 to {MaximumSize}, found \"{text}\"");
            return fallback;
        }

        float threshold = defaults.Threshold;
        if (weights.Metadata.TryGetValue("threshold", out string? given)
            && !(float.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out threshold) && threshold is > 0 and < 1))
        {
            faults.Add($"threshold: expected a number above 0 and below 1, found \"{given}\"");
        }

        double minArea = 0;
        if (weights.Metadata.TryGetValue("min_area", out string? area)
            && !(double.TryParse(area, NumberStyles.Float, CultureInfo.InvariantCulture, out minArea) && minArea is >= 0 and < 1))
        {
            faults.Add($"min_area: expected a number from 0 to below 1, found \"{area}\"");
        }

        ImmutableArray<string> classes = ClassNames.Split(Text("classes", string.Join(',', defaults.Classes)));
        if (ClassNames.Fault(classes) is { } fault)
        {
            faults.Add($"classes: {fault}");
        }

        ImmutableArray<string> colors = ClassColors.Split(Text("colours", ""));
        if (ClassColors.Fault(colors, classes) is { } colorFault)
        {
            faults.Add($"colours: {colorFault}");
        }

        foreach (string key in new[] { "architecture", "name" })
        {
            if (FaultOfName(Text(key, "")) is { } nameFault)
            {
                faults.Add($"{key}: {nameFault}");
            }
        }

        ModelMetadata read = defaults with
        {
            Architecture = Text("architecture", defaults.Architecture),
            Classes = classes,
            Colors = colors,
            InputWidth = Size("input_width", defaults.InputWidth),
            InputHeight = Size("input_height", defaults.InputHeight),
            Threshold = threshold,
            MinArea = minArea,
            Name = Text("name", defaults.Name),
            License = Text("license", ""),
            Notice = Text("notice", ""),
        };
        return faults.Count == 0
            ? read
            : throw new VideoSegException(FaultKind.Input, $"{path}: the metadata of the weights is wrong:\n  {string.Join("\n  ", faults.Select(WeightFiles.Printable))}");
    }

    /// <summary>What is wrong with a name of weights or of an architecture, as expected and found; null where nothing is.</summary>
    public static string? FaultOfName(string name) =>
        name.Any(char.IsControl) ? $"expected text without control characters, found \"{WeightFiles.Printable(name)}\"" : null;

    /// <summary>The keys and values to store; empty ones are left out.</summary>
    public ImmutableDictionary<string, string> ToDictionary() => new Dictionary<string, string>
    {
        ["architecture"] = Architecture,
        ["classes"] = string.Join(',', Classes),
        ["colours"] = string.Join(',', Colors),
        ["input_width"] = InputWidth.ToString(CultureInfo.InvariantCulture),
        ["input_height"] = InputHeight.ToString(CultureInfo.InvariantCulture),
        ["threshold"] = Threshold.ToString("R", CultureInfo.InvariantCulture),
        ["min_area"] = MinArea > 0 ? MinArea.ToString("R", CultureInfo.InvariantCulture) : "",
        ["name"] = Name,
        ["license"] = License,
        ["notice"] = Notice,
    }.Where(pair => pair.Value.Length > 0).ToImmutableDictionary(StringComparer.Ordinal);
}
