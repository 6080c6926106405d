using System.Reflection;

namespace VideoSeg.Host.Metrics;

/// <summary>Which program this is.</summary>
internal static class BuildFacts
{
    // VERSION+REVISION where the build knew the revision.
    private static readonly string[] Parts =
        typeof(BuildFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') ?? ["unknown"];

    /// <summary>Its version.</summary>
    public static string Version => Parts[0];

    /// <summary>The commit it was built from; empty where that is not known.</summary>
    public static string Revision => Parts.Length > 1 ? Parts[1] : "";
}
