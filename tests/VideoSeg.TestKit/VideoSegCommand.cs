using System.Diagnostics;
using System.Text;

namespace VideoSeg.TestKit;

/// <summary>The built program, run as its users run it. Every run audits its native handles (VIDEOSEG_HANDLE_AUDIT).</summary>
public sealed class VideoSegCommand : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource _errorClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private VideoSegCommand(string[] arguments)
    {
        string configuration = AppContext.BaseDirectory.Contains("/debug", StringComparison.Ordinal) ? "debug" : "release";
        var start = new ProcessStartInfo(Repository.At("artifacts", "bin", "VideoSeg.Host", configuration, "videoseg"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["VIDEOSEG_HANDLE_AUDIT"] = "1";
        start.Environment["OMP_NUM_THREADS"] = $"{Environment.ProcessorCount}";
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = _process.StandardOutput.ReadToEndAsync();
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                _errorClosed.TrySetResult();
                return;
            }

            lock (_error)
            {
                _error.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>Process id, for signals.</summary>
    public int Id => _process.Id;

    /// <summary>What it has written to standard error so far.</summary>
    public string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    /// <summary>Starts the program.</summary>
    public static VideoSegCommand Start(params string[] arguments) => new(arguments);

    /// <summary>Runs the program to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using VideoSegCommand command = Start(arguments);
        return await command.WaitAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<(int ExitCode, string Output, string Error)> WaitAsync()
    {
        await _process.WaitForExitAsync();
        string output = await _output;
        await _errorClosed.Task;
        return (_process.ExitCode, output, Error);
    }

    /// <summary>Sends a signal (<c>INT</c>, <c>TERM</c>, <c>KILL</c>).</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{Id}"]);
        kill.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
