using System.Diagnostics;

namespace VideoSeg.TestKit;

/// <summary>An installed program, run to its end.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
public sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    /// <summary>Both outputs, for messages.</summary>
    public string Text => $"{Output}{Errors}";

    /// <summary>Whether a program is on the path.</summary>
    public static bool IsInstalled(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, name)));

    /// <summary>Runs a program.</summary>
    /// <param name="program">Its name on the path, or its path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">Its standard input, in UTF-8.</param>
    public static async Task<ToolRun> RunAsync(string program, IEnumerable<string> arguments, ReadOnlyMemory<byte> input = default)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new ToolRun(process.ExitCode, await output, await errors);
    }
}
