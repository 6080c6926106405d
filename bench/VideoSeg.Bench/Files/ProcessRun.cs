using System.Diagnostics;
using System.Text.Json;
using VideoSeg.Model;

namespace VideoSeg.Bench.Files;

/// <summary>One run of <c>videoseg process</c>, as a user runs it.</summary>
/// <param name="Command">From the start of the program to its end, loading included.</param>
/// <param name="Job">From the first frame read to the closed output, as its <c>--json</c> tells.</param>
/// <param name="Frames">Frames in the output.</param>
/// <param name="StageMilliseconds">Median time of a frame in each stage.</param>
internal sealed record ProcessRun(TimeSpan Command, TimeSpan Job, long Frames, IReadOnlyDictionary<string, double> StageMilliseconds)
{
    /// <summary>Runs it.</summary>
    /// <exception cref="VideoSegException">It failed.</exception>
    public static async Task<ProcessRun> MeasureAsync(string input, string output, IEnumerable<string> options, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "videoseg"), ["process", input, "-o", output, "--overwrite", "--json", .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        string json = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        TimeSpan command = Stopwatch.GetElapsedTime(begin);
        if (process.ExitCode != 0)
        {
            throw new VideoSegException(FaultKind.Engine, $"videoseg process ended with {process.ExitCode}:\n{await errors}");
        }

        JsonElement summary = JsonDocument.Parse(json).RootElement;
        return new(command, TimeSpan.FromSeconds(summary.GetProperty("seconds").GetDouble()), summary.GetProperty("frames_out").GetInt64(),
            summary.GetProperty("stages").EnumerateObject().ToDictionary(stage => stage.Name, stage => stage.Value.GetProperty("p50_ms").GetDouble()));
    }
}
