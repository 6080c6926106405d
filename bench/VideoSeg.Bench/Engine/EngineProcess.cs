using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using VideoSeg.Model;

namespace VideoSeg.Bench.Engine;

/// <summary>
/// An engine in a process of its own, driven line by line: each request is a JSON object on its standard input and is answered by one on its
/// standard output. Alone in its process it has its own threads and its own memory. Thread-confined.
/// </summary>
internal sealed class EngineProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    /// <summary>Starts it.</summary>
    /// <exception cref="VideoSegException">There is no such program (<see cref="FaultKind.Engine"/>).</exception>
    public EngineProcess(string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new VideoSegException(FaultKind.Engine, $"expected the program {program}, found none ({e.Message})", e);
        }

        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Largest resident memory so far, in millions of bytes.</summary>
    public double PeakMegabytes
    {
        get
        {
            const string key = "VmHWM:";
            string line = File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith(key, StringComparison.Ordinal));
            return double.Parse(line[key.Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture) * 1024 / 1e6;
        }
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <exception cref="VideoSegException">The engine refuses, or has ended (<see cref="FaultKind.Engine"/>).</exception>
    public async Task<JsonObject> AskAsync(JsonObject request, CancellationToken cancellationToken)
    {
        string? line;
        try
        {
            await _process.StandardInput.WriteLineAsync(request.ToJsonString().AsMemory(), cancellationToken);
            line = await _process.StandardOutput.ReadLineAsync(cancellationToken);
        }
        catch (IOException)
        {
            line = null; // It ended before it read the request.
        }

        if (line is null)
        {
            throw new VideoSegException(FaultKind.Engine, $"{_process.StartInfo.FileName} ended: {(await _errors).Trim()}");
        }

        JsonObject answer = JsonNode.Parse(line)!.AsObject();
        return answer["error"] is { } error ? throw new VideoSegException(FaultKind.Engine, error.GetValue<string>()) : answer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
