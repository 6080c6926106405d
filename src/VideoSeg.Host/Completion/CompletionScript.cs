using System.Reflection;
using System.Runtime.InteropServices;

namespace VideoSeg.Host.Completion;

/// <summary>The scripts that teach shells to complete this program's command lines: the files beside this one, with the paths of this installation.</summary>
internal static class CompletionScript
{
    /// <summary>Shells that there is a script for.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish"];

    /// <summary>The script for a shell. It runs the program itself and not the launcher, lest a key press begin a build.</summary>
    public static string For(string shell)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"videoseg.{shell}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Replace("@PROGRAM@", Quote(shell, Path.Combine(AppContext.BaseDirectory, "videoseg")), StringComparison.Ordinal)
            .Replace("@DOTNET_ROOT@", Quote(shell, DotnetRoot()), StringComparison.Ordinal);
    }

    // shared/Microsoft.NETCore.App/10.0.0/ lies below it.
    private static string DotnetRoot() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    private static string Quote(string shell, string text) => shell == "fish"
        ? $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'"
        : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
