using System.Globalization;
using System.Text.Json.Nodes;
using VideoSeg.Bench.Live;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Bench.Streams;

/// <summary>What came of so many feeds at one rate.</summary>
internal sealed class StreamsResult
{
    private readonly TimeSpan _limit;
    private readonly LatencyHistogram _queued;
    private readonly LatencyHistogram _held;
    private readonly LatencyHistogram _run;
    private readonly (int Size, long Count)[] _batches;

    public StreamsResult(IReadOnlyList<MemoryFeed> feeds, double rate, NetworkListener network, ProcessClock clock, TimeSpan limit, int restarts)
    {
        (Feeds, Rate, Restarts, _limit, _queued, _held, _run) = (feeds.Count, rate, restarts, limit, network.Queued, network.Held, network.Run);
        _batches = [.. network.Batches.Select(batch => (batch.Key, batch.Value))];
        foreach (MemoryFeed feed in feeds)
        {
            Latency.Add(feed.Latency);
            (Given, Drawn, Failed) = (Given + feed.Given, Drawn + feed.Drawn, Failed + feed.Failed);
        }

        PerSecond = Drawn / clock.Elapsed.TotalSeconds;
        NetworkUse = network.Busy / clock.Elapsed;
        ProcessorUse = clock.Used / clock.Elapsed / Environment.ProcessorCount;
    }

    /// <summary>How many feeds.</summary>
    public int Feeds { get; }

    /// <summary>Frames a second of each.</summary>
    public double Rate { get; }

    /// <summary>From a frame due to the frame drawn.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>Frames that were due and count.</summary>
    public int Given { get; }

    /// <summary>Of these, those that were segmented and drawn.</summary>
    public int Drawn { get; }

    /// <summary>Of these, those that were not.</summary>
    public int Lost => Given - Drawn;

    /// <summary>Frames that the network failed on, the warm-up's among them.</summary>
    public long Failed { get; }

    /// <summary>How often the network was made anew meanwhile.</summary>
    public int Restarts { get; }

    /// <summary>Frames drawn a second, of all feeds.</summary>
    public double PerSecond { get; }

    /// <summary>Time the network was at work, of the whole; above 1 where it works on several frames at the same time.</summary>
    public double NetworkUse { get; }

    /// <summary>Share of all processors that this program took.</summary>
    public double ProcessorUse { get; }

    /// <summary>Whether no frame was lost and the 99th percentile stayed within the limit.</summary>
    public bool IsHeld => IsWhole && Latency.Percentile(0.99) <= _limit;

    /// <summary>Whether no frame was lost.</summary>
    public bool IsWhole => Lost == 0 && Given > 0 && Restarts == 0;

    /// <summary>Above the rows.</summary>
    public static string Head { get; } = string.Create(
        CultureInfo.InvariantCulture, $"{"feeds",5}{"fps",7}{"p50 ms",10}{"p95",9}{"p99",9}{"p99.9",9}{"max",9}{"frames",8}{"lost",7}{"drawn/s",9}{"network",9}{"processor",11}");

    /// <summary>A row, and a line on the network.</summary>
    public string ToText() => string.Join('\n',
        string.Create(CultureInfo.InvariantCulture,
            $"{Feeds,5}{Rate,7:0.##}{Of(0.5),10}{Of(0.95),9}{Of(0.99),9}{Of(0.999),9}{Most(),9}{Given,8}{Lost,7}{PerSecond,9:F1}{100 * NetworkUse,7:F0} %{100 * ProcessorUse,9:F0} %{(IsHeld ? "  held" : "")}"),
        string.Create(CultureInfo.InvariantCulture,
            $"      frames in a run: {Sizes()}; a run p50 {Ms(_run, 0.5)}, p99 {Ms(_run, 0.99)} ms; waited for it p50 {Ms(_queued, 0.5)}, p99 {Ms(_queued, 0.99)} ms; held back p99 {Ms(_held, 0.99)} ms{Faults()}"));

    /// <summary>The same for programs; milliseconds.</summary>
    public JsonObject ToJson() => new()
    {
        ["feeds"] = Feeds,
        ["fps"] = Math.Round(Rate, 3),
        ["held"] = IsHeld,
        ["latency_ms"] = DelayTable.Json(Latency),
        ["frames_due"] = Given,
        ["frames_drawn"] = Drawn,
        ["frames_lost"] = Lost,
        ["frames_failed"] = Failed,
        ["restarts"] = Restarts,
        ["drawn_per_second"] = Math.Round(PerSecond, 2),
        ["network_use"] = Math.Round(NetworkUse, 3),
        ["processor_use"] = Math.Round(ProcessorUse, 3),
        ["runs_by_frames"] = new JsonObject(_batches.Select(batch => KeyValuePair.Create(batch.Size.ToString(CultureInfo.InvariantCulture), (JsonNode?)batch.Count))),
        ["run_ms"] = DelayTable.Json(_run),
        ["queue_ms"] = DelayTable.Json(_queued),
        ["hold_ms"] = DelayTable.Json(_held),
    };

    private string Of(double share) => Latency.Count == 0 ? "-" : DelayTable.Of(Latency, share).ToString("F2", CultureInfo.InvariantCulture);

    private string Most() => Latency.Count == 0 ? "-" : Latency.Maximum.TotalMilliseconds.ToString("F2", CultureInfo.InvariantCulture);

    private string Sizes() => _batches.Length == 0 ? "no run" : string.Join(", ", _batches.Select(batch => string.Create(CultureInfo.InvariantCulture, $"{batch.Size} x {batch.Count}")));

    private string Faults() => (Failed, Restarts) == (0, 0) ? "" : string.Create(CultureInfo.InvariantCulture, $"; FAILED {Failed}, network made anew {Restarts} times");

    private static string Ms(LatencyHistogram times, double share) => DelayTable.Of(times, share).ToString("F2", CultureInfo.InvariantCulture);
}
