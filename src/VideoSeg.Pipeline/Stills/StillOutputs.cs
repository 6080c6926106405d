using VideoSeg.Model;
using VideoSeg.Pipeline.Output;
using VideoSeg.Pipeline.Overlay;

namespace VideoSeg.Pipeline.Stills;

/// <summary>Where the outputs of a picture go; null for what is not wanted.</summary>
/// <param name="Mask">255 where there is polyp, 0 elsewhere; at the picture's size, as the others.</param>
/// <param name="Probabilities">The probability times 255.</param>
/// <param name="Overlay">The picture with the polyps marked.</param>
public sealed record StillOutputs(string Mask, string? Probabilities, string? Overlay)
{
    private const string MaskEnding = ".mask.png";
    private const string ProbabilitiesEnding = ".prob.png";
    private const string OverlayEnding = ".overlay.png";
    private const int NamesShown = 5;

    /// <summary>The outputs of a picture.</summary>
    public static StillOutputs Of(StillInput input, StillOptions options)
    {
        string stem = Path.Combine(options.OutputFolder, input.Name);
        bool drawn = options.Overlay is { Style: not OverlayStyle.None };
        return new(stem + MaskEnding, options.Probabilities ? stem + ProbabilitiesEnding : null, drawn ? stem + OverlayEnding : null);
    }

    /// <summary>Whether a file is named as outputs are.</summary>
    public static bool IsOutput(string path) =>
        path.EndsWith(MaskEnding, StringComparison.Ordinal) || path.EndsWith(ProbabilitiesEnding, StringComparison.Ordinal) ||
        path.EndsWith(OverlayEnding, StringComparison.Ordinal);

    /// <summary>Makes the output folder and checks that no output would replace anything it must not.</summary>
    /// <exception cref="VideoSegException">
    /// The folder cannot be made, an output exists and may not be replaced, or an output is one of the inputs under whatever name (<see cref="FaultKind.Output"/>).
    /// </exception>
    public static void Prepare(IReadOnlyList<StillInput> inputs, StillOptions options)
    {
        try
        {
            Directory.CreateDirectory(options.OutputFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Output, $"{options.OutputFolder}: cannot be made: {e.Message}", e);
        }

        List<string> outputs = [.. inputs.SelectMany(i => Of(i, options).All())];
        var sources = inputs.Select(i => FileIdentity.Of(i.Path)).OfType<FileIdentity>().ToHashSet();
        if (outputs.Find(o => FileIdentity.Of(o) is { } there && sources.Contains(there)) is { } own)
        {
            throw new VideoSegException(FaultKind.Output, $"{own}: expected outputs apart from the inputs, found it to be both; choose another output folder");
        }

        List<string> there = options.Overwrite ? [] : [.. outputs.Where(Path.Exists)];
        if (there.Count > 0)
        {
            string more = there.Count > NamesShown ? $" and {there.Count - NamesShown} more" : "";
            throw new VideoSegException(FaultKind.Output,
                $"expected none of the outputs to exist, found {string.Join(", ", there.Take(NamesShown))}{more}; choose another folder, or add --overwrite");
        }
    }

    private IEnumerable<string> All() => new[] { Mask, Probabilities, Overlay }.OfType<string>();
}
