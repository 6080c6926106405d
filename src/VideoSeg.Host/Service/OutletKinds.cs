using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Service;

/// <summary>The kinds of outlets that a configuration can name.</summary>
internal static partial class OutletKinds
{
    private static readonly ImmutableSortedDictionary<string, OutletKind> All = ImmutableSortedDictionary<string, OutletKind>.Empty
        .Add("monitor", OutletKind.Of<MonitorOutletOptions>((stream, name, options, context) => new MonitorOutlet(stream.Name, name, options, context)));

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => All.Keys;

    /// <summary>The options of a kind.</summary>
    public static Type OptionsOf(string kind) => All[kind].Options;

    /// <summary>Makes an outlet of a stream; it does not work before it was added there.</summary>
    /// <exception cref="Model.VideoSegException">It cannot be made.</exception>
    public static LiveOutlet Create(ManagedStream stream, string name, OutletDefinition definition, LiveContext context) =>
        All[definition.Kind].Create(stream, name, definition.Options, context);

    /// <summary>Reads an outlet from a configuration; null where it is wrong.</summary>
    public static object? Read(OptionsReader reader, IConfiguration section, SettingPath path, string key)
    {
        if (!Name().IsMatch(key))
        {
            reader.Fault(path, $"expected a name of 1 to 64 lower-case letters, digits, '-' or '_', beginning with a letter or digit, found '{key}'");
        }

        string? kind = section[nameof(OutletDefinition.Kind)];
        if (kind is null || !All.TryGetValue(kind, out OutletKind? known))
        {
            reader.Fault(path.Property(nameof(OutletDefinition.Kind)), $"expected one of {string.Join(", ", Names)}, found {(kind is null ? "nothing" : $"'{kind}'")}");
            return null;
        }

        return new OutletDefinition { Kind = kind, Options = reader.ReadObject(known.Options, section, path, key: null, nameof(OutletDefinition.Kind)) };
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9_-]{0,63}$", RegexOptions.None, 10_000)]
    private static partial Regex Name();
}
