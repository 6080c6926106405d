using System.Diagnostics;
using VideoSeg.Model;

namespace VideoSeg.Bench.Engine;

/// <summary>One engine in one precision at one setting: its times in the order of the rounds, or why it was not measured.</summary>
internal sealed class EngineMeasurement : IDisposable
{
    private readonly List<double> _seconds = [];
    private IMeasuredEngine? _engine;

    private EngineMeasurement(Candidate candidate) => Candidate = candidate;

    /// <summary>What was measured.</summary>
    public Candidate Candidate { get; }

    /// <summary>What it is, with its version.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Why the engine refused; null where it was measured.</summary>
    public string? Refusal { get; private set; }

    /// <summary>From the start of its process to the end of its first run, in seconds.</summary>
    public double StartSeconds { get; private set; }

    /// <summary>Largest resident memory of its process, in millions of bytes.</summary>
    public double PeakMegabytes { get; private set; }

    /// <summary>Times of the runs, in seconds, sorted.</summary>
    public IReadOnlyList<double> Seconds => [.. _seconds.Order()];

    /// <summary>Median time of a run, in seconds.</summary>
    public double Median => Files.FileResult.Median(_seconds);

    /// <summary>Measures all candidates at one setting, all of them loaded and run in turns: A B C, A B C, and so on.</summary>
    public static async Task<IReadOnlyList<EngineMeasurement>> MeasureAsync(IEnumerable<Candidate> candidates, EngineSetting setting, int rounds, CancellationToken cancellationToken)
    {
        EngineMeasurement[] all = [.. candidates.Select(candidate => new EngineMeasurement(candidate))];
        try
        {
            foreach (EngineMeasurement measurement in all)
            {
                await measurement.StartAsync(setting, cancellationToken);
            }

            // One more that does not count, now that all are there.
            for (int round = -1; round < rounds; round++)
            {
                foreach (EngineMeasurement measurement in all)
                {
                    await measurement.RunAsync(counts: round >= 0, cancellationToken);
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
        _engine?.Dispose();
        _engine = null;
    }

    private async Task StartAsync(EngineSetting setting, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            _engine = await Candidate.StartAsync(setting, cancellationToken);
            await _engine.RunAsync(cancellationToken);
            StartSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Description = _engine.Description;
        }
        catch (VideoSegException e)
        {
            Refusal = e.Message;
            Dispose();
        }
    }

    private async Task RunAsync(bool counts, CancellationToken cancellationToken)
    {
        if (_engine is null)
        {
            return;
        }

        double seconds = (await _engine.RunAsync(cancellationToken)).TotalSeconds;
        if (counts)
        {
            _seconds.Add(seconds);
            PeakMegabytes = _engine.PeakMegabytes;
        }
    }
}
