using System.ComponentModel.DataAnnotations;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Host.Service.Outlets;

/// <summary>Finds outlets that would write into each other's files: HLS outputs of one folder, and recorders of one stream in one folder.</summary>
internal static class FolderConflicts
{
    /// <summary>What is wrong with the outlets of streams; each fault's path begins below them.</summary>
    public static IEnumerable<ValidationResult> Faults(IEnumerable<KeyValuePair<string, StreamDefinition>> streams)
    {
        var owners = new Dictionary<(string, string), string>();
        foreach ((string stream, StreamDefinition definition) in streams.OrderBy(stream => stream.Key, StringComparer.Ordinal))
        {
            foreach ((string name, OutletDefinition outlet) in definition.Outlets.OrderBy(outlet => outlet.Key, StringComparer.Ordinal))
            {
                if (Claim(stream, outlet.Options) is { } claim && !owners.TryAdd(claim, $"{stream}/{name}"))
                {
                    yield return new ValidationResult(
                        $"expected a folder of its own, found that of the outlet {owners[claim]}", [stream, nameof(definition.Outlets), name, nameof(IFolderUser.Folder)]);
                }
            }
        }
    }

    private static (string Scope, string Folder)? Claim(string stream, object options) => options switch
    {
        HlsDefinition { Hls.Folder: { Length: > 0 } folder } => ("", RealPath.Of(folder)),
        RecorderDefinition { Recorder.Folder: { Length: > 0 } folder } => (stream, RealPath.Of(folder)),
        _ => null,
    };
}
