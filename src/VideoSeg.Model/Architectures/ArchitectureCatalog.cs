using System.Collections.Immutable;
using VideoSeg.Model.Graph;

namespace VideoSeg.Model.Architectures;

/// <summary>The architectures that this program knows, by name.</summary>
public static class ArchitectureCatalog
{
    private static readonly ImmutableSortedDictionary<string, Func<int, NetworkGraph>> Builders =
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, Func<int, NetworkGraph>>
        {
            [ResUNet.Name] = ResUNet.Build,
            [ResUNetPlusPlus.Name] = ResUNetPlusPlus.Build,
            [ResUNetPlusPlus.WideName] = ResUNetPlusPlus.BuildWide,
            [UNet.Name] = UNet.Build,
            [UNetPlusPlus.Name] = UNetPlusPlus.Build,
            [UNetPlusPlus.PrunedName(1)] = classes => UNetPlusPlus.BuildPruned(1, classes),
            [UNetPlusPlus.PrunedName(2)] = classes => UNetPlusPlus.BuildPruned(2, classes),
            [UNetPlusPlus.PrunedName(3)] = classes => UNetPlusPlus.BuildPruned(3, classes),
            [UNetPlusPlus.PrunedName(4)] = classes => UNetPlusPlus.BuildPruned(4, classes),
        });

    /// <summary>All names, sorted.</summary>
    public static IEnumerable<string> Names => Builders.Keys;

    /// <summary>Whether there is an architecture of this name.</summary>
    public static bool Contains(string name) => Builders.ContainsKey(name);

    /// <summary>Builds the architecture <paramref name="name"/> with <paramref name="classes"/> output planes.</summary>
    /// <exception cref="VideoSegException">There is no such architecture (<see cref="FaultKind.Usage"/>).</exception>
    public static NetworkGraph Build(string name, int classes = 1) => Builders.TryGetValue(name, out Func<int, NetworkGraph>? build)
        ? build(classes)
        : throw new VideoSegException(FaultKind.Usage, $"expected an architecture ({string.Join(", ", Names)}), got \"{name}\"");
}
