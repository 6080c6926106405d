using System.Text.Json.Nodes;
using VideoSeg.Model;

namespace VideoSeg.Bench.Engine.Gpu;

/// <summary>One engine in one precision at one number of pictures: its times, or why it was not measured.</summary>
internal sealed class GpuMeasurement : IDisposable
{
    private readonly List<double> _seconds = [];
    private EngineProcess? _process;

    private GpuMeasurement(GpuCandidate candidate) => Candidate = candidate;

    /// <summary>What was measured.</summary>
    public GpuCandidate Candidate { get; }

    /// <summary>What it is, with its version.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Why the engine refused; null where it was measured.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Memory of the device that its process held, in millions of bytes.</summary>
    public double DeviceMegabytes { get; private set; }

    /// <summary>Sum of the probabilities of one run: about the same for all.</summary>
    public double Sum { get; private set; }

    /// <summary>Times of all runs, in seconds, sorted.</summary>
    public IReadOnlyList<double> Seconds => [.. _seconds.Order()];

    /// <summary>The time that so large a share of the runs is within, in seconds.</summary>
    public double Percentile(double share) => Seconds[Math.Min(_seconds.Count - 1, (int)Math.Ceiling(share * _seconds.Count) - 1)];

    /// <summary>Measures all candidates at one setting, all of them loaded and run in turns, so many runs in each of the rounds.</summary>
    public static async Task<IReadOnlyList<GpuMeasurement>> MeasureAsync(
        IEnumerable<GpuCandidate> candidates, GpuSetting setting, int rounds, int runs, CancellationToken cancellationToken)
    {
        GpuMeasurement[] all = [.. candidates.Select(candidate => new GpuMeasurement(candidate))];
        try
        {
            foreach (GpuMeasurement measurement in all)
            {
                await measurement.AskAsync(() => measurement.StartAsync(setting, cancellationToken));
            }

            // One more that does not count, now that all are there.
            for (int round = -1; round < rounds; round++)
            {
                foreach (GpuMeasurement measurement in all.Where(measurement => measurement._process is not null))
                {
                    await measurement.AskAsync(() => measurement.RunAsync(runs, counts: round >= 0, cancellationToken));
                }
            }

            return all;
        }
        finally
        {
            Array.ForEach(all, measurement => measurement.Dispose());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process?.Dispose();
        _process = null;
    }

    private async Task AskAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (VideoSegException e)
        {
            Refusal = e.Message;
            Dispose();
        }
    }

    private async Task StartAsync(GpuSetting setting, CancellationToken cancellationToken)
    {
        _process = Candidate.Start();
        Description = (await _process.AskAsync(Candidate.Opening(setting), cancellationToken))["description"]!.GetValue<string>();
    }

    private async Task RunAsync(int runs, bool counts, CancellationToken cancellationToken)
    {
        JsonObject answer = await _process!.AskAsync(new JsonObject { ["run"] = runs }, cancellationToken);
        if (counts)
        {
            _seconds.AddRange(answer["seconds"]!.AsArray().Select(seconds => seconds!.GetValue<double>()));
            (DeviceMegabytes, Sum) = (answer["deviceMegabytes"]!.GetValue<double>(), answer["sum"]!.GetValue<double>());
        }
    }
}
