using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Host.Service.Outlets;

/// <summary>Looks at the outlets of a stream that the API names: where they write.</summary>
internal static class OutputPolicy
{
    private static readonly FrozenSet<string> FileOptions =
        new[] { "passlogfile", "stats", "x264-params", "x264opts", "x265-params" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>What they may not do; empty where all is allowed.</summary>
    public static IReadOnlyList<ConfigurationFault> Faults(StreamDefinition definition, OutputOptions options) =>
    [
        .. definition.Outlets.OrderBy(outlet => outlet.Key, StringComparer.Ordinal).SelectMany(outlet => Faults($"outlets.{outlet.Key}", outlet.Value, options)),
        .. FolderConflicts.Faults([KeyValuePair.Create(definition.Options.Name, definition)])
            .Select(conflict => new ConfigurationFault(string.Join('.', conflict.MemberNames.Skip(1).Select(JsonNamingPolicy.CamelCase.ConvertName)), conflict.ErrorMessage!)),
    ];

    private static IEnumerable<ConfigurationFault> Faults(string path, OutletDefinition outlet, OutputOptions options)
    {
        if (outlet.Options is IFolderUser { Folder: { } folder } && !options.AllowedFolders.Any(allowed => IsWithin(folder, allowed)))
        {
            string known = options.AllowedFolders.IsEmpty ? "none" : string.Join(", ", options.AllowedFolders);
            yield return new ConfigurationFault($"{path}.folder",
                $"expected a folder in which outlets of the API may write ({known}), found '{folder}'; the configuration allows some by Outputs:AllowedFolders, and can name this outlet itself");
        }

        foreach (string name in (EncodingOf(outlet.Options)?.Encoder.EncoderOptions ?? ImmutableDictionary<string, string>.Empty).Keys.Where(FileOptions.Contains))
        {
            yield return new ConfigurationFault($"{path}.encoding.encoderOptions.{name}", "expected no option by which an encoder can be made to write files; the configuration file may name it");
        }
    }

    private static EncodingOptions? EncodingOf(object options) => options switch
    {
        PushDefinition push => push.Encoding,
        HlsDefinition hls => hls.Encoding,
        RecorderDefinition recorder => recorder.Encoding,
        _ => null,
    };

    private static bool IsWithin(string folder, string allowed) =>
        $"{RealPath.Of(folder).TrimEnd('/')}/".StartsWith($"{RealPath.Of(allowed).TrimEnd('/')}/", StringComparison.Ordinal);
}
