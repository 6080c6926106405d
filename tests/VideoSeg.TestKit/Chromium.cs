using System.Diagnostics;

namespace VideoSeg.TestKit;

/// <summary>Debian's browser without a window: what a reader of the pages sees.</summary>
public static class Chromium
{
    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-dev-shm-usage",
    ];

    /// <summary>Whether it is installed.</summary>
    public static bool IsInstalled => File.Exists("/usr/bin/chromium");

    /// <summary>Opens a page and gives its document as the browser understands it, after everything is loaded.</summary>
    public static async Task<string> DumpAsync(string path, CancellationToken cancellationToken)
    {
        using var profile = new TemporaryFolder();
        var start = new ProcessStartInfo("/usr/bin/chromium", [.. Arguments, $"--user-data-dir={profile.Path}", "--dump-dom", new Uri(path).AbsoluteUri])
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
