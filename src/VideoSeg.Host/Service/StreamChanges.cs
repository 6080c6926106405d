using System.Collections.Immutable;
using System.Text.Json.Nodes;
using VideoSeg.Host.Service.Configuration;

namespace VideoSeg.Host.Service;

/// <summary>Compares definitions.</summary>
internal static class StreamChanges
{
    /// <summary>What the step from one definition to another takes.</summary>
    public static StreamChange Between(StreamDefinition before, StreamDefinition after) =>
        IsSame(before, after) ? StreamChange.None
        : IsSame(Core(before), Core(after)) ? StreamChange.InPlace
        : StreamChange.Replacement;

    /// <summary>Whether two options are the same by value.</summary>
    public static bool IsSame(object first, object second) =>
        JsonNode.DeepEquals(OptionsWriter.Write(first, keepsSecrets: true), OptionsWriter.Write(second, keepsSecrets: true));

    private static StreamDefinition Core(StreamDefinition definition) =>
        definition with { Outlets = ImmutableDictionary<string, OutletDefinition>.Empty, Options = definition.Options with { Priority = default } };
}
