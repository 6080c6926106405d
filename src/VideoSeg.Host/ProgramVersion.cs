using System.Reflection;

namespace VideoSeg.Host;

/// <summary>The program's version.</summary>
internal static class ProgramVersion
{
    /// <summary><c>0.1.0</c>.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
