using System.Diagnostics;

namespace VideoSeg.TestKit;

/// <summary>Debian's browser without a window: what a reader of the pages sees.</summary>
public static class Chromium
{
    /// <summary>Where it lies.</summary>
    public const string Program = "/usr/bin/chromium";

    /// <summary>How it is started: without a window and a sandbox, which root has not, and without anything that asks the network of its own accord.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-dev-shm-usage",
    ];

    /// <summary>Whether it is installed.</summary>
    public static bool IsInstalled => File.Exists(Program);

    /// <summary>Opens a page and gives its document as the browser understands it, after everything is loaded.</summary>
    public static async Task<string> DumpAsync(string path, CancellationToken cancellationToken)
    {
        using var profile = new TemporaryFolder();
        var start = new ProcessStartInfo(Program, [.. Arguments, $"--user-data-dir={profile.Path}", "--dump-dom", new Uri(path).AbsoluteUri])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        string document = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? document : throw new InvalidOperationException($"chromium: {await errors}");
    }
}
