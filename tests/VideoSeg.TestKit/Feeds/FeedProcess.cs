using System.Diagnostics;
using System.Text;

namespace VideoSeg.TestKit.Feeds;

/// <summary>A program that sends video for as long as a test wants it; ended with the test.</summary>
public sealed class FeedProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FeedProcess(string program, IEnumerable<string> arguments)
    {
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
        _ = ReadOutputAsync();
        _ = ReadErrorsAsync();
    }

    /// <summary>What it has written to standard error so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts FFmpeg, which reads its inputs at their own pace where <c>-re</c> stands before them.</summary>
    public static FeedProcess Ffmpeg(params string[] arguments) => new("ffmpeg", ["-v", "warning", "-nostdin", "-y", .. arguments]);

    /// <summary>Starts a Python script beside this class with Debian's Python, which knows Debian's GStreamer.</summary>
    public static FeedProcess Python(string script, params string[] arguments) =>
        new("/usr/bin/python3", ["-u", Repository.At("tests", "VideoSeg.TestKit", "Feeds", script), .. arguments]);

    /// <summary>Waits until it has written a line that says <c>ready</c>.</summary>
    public Task ReadyAsync(CancellationToken cancellationToken) => _ready.Task.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);

    /// <summary>Stops it in its tracks: it holds its connections and says nothing.</summary>
    public void Pause() => Signal("STOP");

    /// <summary>Lets it go on.</summary>
    public void Continue() => Signal("CONT");

    /// <summary>Ends it without warning, as a pulled plug does.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    private async Task ReadOutputAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("ready", StringComparison.Ordinal))
            {
                _ready.TrySetResult();
            }
        }

        _ready.TrySetException(new InvalidOperationException($"it ended before it was ready: {Errors}"));
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_errors)
            {
                _errors.AppendLine(line);
            }
        }
    }
}
