using System.Reflection;
using System.Runtime.InteropServices;

namespace VideoSeg.Host.Doctor;

/// <summary>The program and what it stands on.</summary>
internal static class ProgramSection
{
    /// <summary>The program's version: <c>0.1.0</c>.</summary>
    public static string Version { get; } =
        typeof(ProgramSection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static Section Look() => new("program",
    [
        Finding.Of("videoseg", $"{Version}, in {AppContext.BaseDirectory.TrimEnd('/')}"),
        Finding.Of(".NET", RuntimeInformation.FrameworkDescription),
        Finding.Of("system", $"{RuntimeInformation.OSDescription}, Linux {Environment.OSVersion.Version}, {RuntimeInformation.OSArchitecture}",
            RuntimeInformation.OSArchitecture == Architecture.X64 ? null : "Nobody has tried it here: it is tested on x86-64."),
    ]);
}
