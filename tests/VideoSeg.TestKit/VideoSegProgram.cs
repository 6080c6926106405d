using System.Diagnostics;
using System.Text;
using Xunit;

namespace VideoSeg.TestKit;

/// <summary>The built program, which lies beside the tests that refer to the Host, run as its users run it. A run that succeeds must have left no native handle (VIDEOSEG_HANDLE_AUDIT).</summary>
public sealed class VideoSegProgram : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly SemaphoreSlim _outputCame = new(0);
    private readonly Task _outputEnd;
    private readonly Task _errorsEnd;

    private VideoSegProgram(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "videoseg"), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["VIDEOSEG_HANDLE_AUDIT"] = "1";
        // As test.sh and the launcher do; these runs may have been started without them.
        start.Environment.TryAdd("OMP_NUM_THREADS", $"{Environment.ProcessorCount}");
        start.Environment.TryAdd("OMP_WAIT_POLICY", "passive");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _outputEnd = ReadAsync(_process.StandardOutput, _output, _outputCame);
        _errorsEnd = ReadAsync(_process.StandardError, _errors, new SemaphoreSlim(0));
    }

    /// <summary>Its process' number.</summary>
    public int Id => _process.Id;

    /// <summary>What it has written to standard error so far.</summary>
    public string Errors => Text(_errors);

    /// <summary>What it has written to standard output so far.</summary>
    public string Output => Text(_output);

    /// <summary>Starts it.</summary>
    public static VideoSegProgram Start(params string[] arguments) => new(arguments);

    /// <summary>Starts it with environment variables of its own.</summary>
    public static VideoSegProgram Start((string Name, string Value)[] environment, params string[] arguments) => new(arguments, environment);

    /// <summary>Runs to the end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using VideoSegProgram program = Start(arguments);
        return await program.EndAsync();
    }

    /// <summary>Sends a signal: <c>INT</c>, <c>TERM</c>, <c>KILL</c>.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(20));
        await _process.WaitForExitAsync(limit.Token);
        await Task.WhenAll(_outputEnd, _errorsEnd);
        string errors = Errors;
        Assert.True(_process.ExitCode != 0 || errors.Contains("native handles alive: none", StringComparison.Ordinal), errors);
        return (_process.ExitCode, Output, errors);
    }

    /// <summary>Waits for a line of standard output that begins so, and gives the rest of it.</summary>
    public async Task<string> WaitForOutputAsync(string start)
    {
        while (true)
        {
            foreach (string line in Output.Split('\n'))
            {
                // What has no end yet may go on.
                if (line.StartsWith(start, StringComparison.Ordinal) && Output.Contains(line + '\n', StringComparison.Ordinal))
                {
                    return line[start.Length..];
                }
            }

            Assert.False(_outputEnd.IsCompleted, $"the program ended early: {Errors}");
            await Task.WhenAny(_outputCame.WaitAsync(), _outputEnd);
        }
    }

    /// <summary>Waits until a file that the program writes has some lines, or the program ends.</summary>
    public async Task WaitForLinesAsync(string path, int lines)
    {
        // Whatever the program writes wakes this up; there is nothing to be guessed about its speed.
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
        using var changed = new SemaphoreSlim(0);
        watcher.Changed += (_, _) => changed.Release();
        watcher.Renamed += (_, _) => changed.Release(); // a file that is written beside its place and moved there
        watcher.EnableRaisingEvents = true;
        Task end = _process.WaitForExitAsync();
        while (!end.IsCompleted && (!File.Exists(path) || File.ReadLines(path).Count() < lines))
        {
            await Task.WhenAny(changed.WaitAsync(), end);
        }

        Assert.False(end.IsCompleted, $"the program ended early: {Errors}");
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

    private static async Task ReadAsync(StreamReader reader, StringBuilder text, SemaphoreSlim came)
    {
        char[] buffer = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(buffer)) > 0)
        {
            lock (text)
            {
                text.Append(buffer, 0, read);
            }

            came.Release();
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
