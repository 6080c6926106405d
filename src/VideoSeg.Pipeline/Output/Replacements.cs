using VideoSeg.Model;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Jobs;

namespace VideoSeg.Pipeline.Output;

/// <summary>
/// Keeps files that a job is to replace until their successors are whole: those are written beside them and moved into their places at the end.
/// </summary>
internal sealed class Replacements
{
    private readonly List<(string Partial, string Final)> _files = [];

    private Replacements(FileJobOptions options) => Options = options;

    /// <summary>The job's options with the names of the files beside.</summary>
    public FileJobOptions Options { get; private set; }

    /// <summary>Where the output lies in the end, or after an interruption.</summary>
    public string Output(bool isWhole) => isWhole && _files.Find(file => file.Partial == Options.Output).Final is { } final ? final : Options.Output;

    /// <summary>Finds what the job is to replace. Folders are not among them: their old files are deleted when the job begins.</summary>
    public static Replacements Of(FileJobOptions options)
    {
        var replacements = new Replacements(options);
        if (options.Writer.Overwrite)
        {
            replacements.Options = options with
            {
                Output = replacements.Beside(options.Output),
                Detections = options.Detections is { } detections ? replacements.Beside(detections) : null,
                Report = options.Report is { } report ? replacements.Beside(report) : null,
                Coco = options.Coco is { } coco ? replacements.Beside(coco) : null,
                Touched = options.Touched is { } touched ? replacements.Beside(touched) : null,
                Masks = options.Masks is { } masks && MaskVideo.IsVideo(masks) ? replacements.Beside(masks) : options.Masks,
            };
        }

        return replacements;
    }

    /// <summary>Moves the new files into their places.</summary>
    /// <exception cref="VideoSegException">One cannot be moved (<see cref="FaultKind.Output"/>).</exception>
    public void Commit()
    {
        foreach ((string partial, string final) in _files)
        {
            try
            {
                File.Move(partial, final, overwrite: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new VideoSegException(FaultKind.Output, $"cannot replace '{final}': {e.Message}. The new file is '{partial}'.", e);
            }
        }
    }

    /// <summary>For people: what was kept because the job did not come to its end.</summary>
    public IEnumerable<string> KeptNotes() =>
        _files.Select(file => $"'{file.Final}' was not replaced; what was done lies in '{file.Partial}'");

    private string Beside(string url)
    {
        if (OutputFile.PathOf(url) is not { } path || !File.Exists(path) || FileIdentity.IsSpecial(path))
        {
            return url;
        }

        // Through a link the file that it leads to is replaced, not the link.
        string final = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        string partial = PartialFile.Of(final);
        while (File.Exists(partial) && (FileIdentity.AreSame(partial, OutputFile.PathOf(Options.Input) ?? "/dev/null") || _files.Any(file => file.Partial == partial)))
        {
            partial = PartialFile.Of(partial);
        }

        _files.Add((partial, final));
        return partial;
    }
}
