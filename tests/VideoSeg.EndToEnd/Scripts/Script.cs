using System.Diagnostics;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Scripts;

/// <summary>Runs one of the repository's scripts and keeps what it printed.</summary>
internal sealed record Script(int ExitCode, string Output, string Error)
{
    /// <summary>The last line of standard output.</summary>
    public string LastLine => Output.TrimEnd('\n').Split('\n')[^1];

    /// <summary>Runs <paramref name="script"/> (an absolute path, or one below the repository's root); <paramref name="environment"/> is set on top of this process's, null takes away.</summary>
    public static async Task<Script> Run(
        string script, string[] arguments, string input = "", IReadOnlyDictionary<string, string?>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, script), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Repository.Root,
        };
        foreach ((string key, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[key] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new Script(process.ExitCode, await output, await error);
    }
}
