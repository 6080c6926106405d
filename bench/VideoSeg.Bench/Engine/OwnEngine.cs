using System.Globalization;
using System.Text.Json.Nodes;

namespace VideoSeg.Bench.Engine;

/// <summary>An engine of this program in a process of its own: this program again, as <see cref="EngineWorker"/>.</summary>
internal sealed class OwnEngine : IMeasuredEngine
{
    private readonly EngineProcess _process;

    private OwnEngine(EngineProcess process) => _process = process;

    /// <inheritdoc/>
    public required string Description { get; init; }

    /// <inheritdoc/>
    public double PeakMegabytes => _process.PeakMegabytes;

    /// <summary>Starts it.</summary>
    public static async Task<OwnEngine> StartAsync(Candidate candidate, EngineSetting setting, CancellationToken cancellationToken)
    {
        // A native library reads it when it is loaded; what a program sets later it does not see.
        var threads = KeyValuePair.Create("OMP_NUM_THREADS", setting.Threads.ToString(CultureInfo.InvariantCulture));
        var process = new EngineProcess(Path.Combine(AppContext.BaseDirectory, "VideoSeg.Bench"), [EngineWorker.CommandName], [threads]);
        try
        {
            JsonObject answer = await process.AskAsync(
                new JsonObject
                {
                    ["open"] = setting.ModelPath,
                    ["picture"] = setting.PicturePath,
                    ["engine"] = candidate.Engine,
                    ["precision"] = candidate.Precision,
                    ["threads"] = setting.Threads,
                    ["batch"] = setting.Batch,
                },
                cancellationToken);
            return new OwnEngine(process) { Description = answer["description"]!.GetValue<string>() };
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<TimeSpan> RunAsync(CancellationToken cancellationToken) =>
        TimeSpan.FromSeconds((await _process.AskAsync(new JsonObject { ["run"] = true }, cancellationToken))["seconds"]!.GetValue<double>());

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();
}
