using System.Globalization;
using System.Text.Json.Nodes;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Live.Delivery;

namespace VideoSeg.Bench.Streams;

/// <summary>Tells what is being measured and what came out, for people and for programs.</summary>
/// <param name="text">For people.</param>
/// <param name="progress">For those who wait.</param>
internal sealed class StreamsReport(TextWriter text, TextWriter progress)
{
    private readonly JsonObject _json = [];
    private readonly JsonArray _results = [];
    private int _limit;

    /// <summary>The first that was measured.</summary>
    public StreamsResult? First { get; private set; }

    /// <summary>Says what it runs on.</summary>
    public void Begin(string clocks)
    {
        (_json["started"], _json["machine"], _json["results"]) = (Machine.Now, Machine.ToJson(), _results);
        text.WriteLine($"started {_json["started"]}\n{string.Join('\n', Machine.Lines)}\n{clocks}\n");
        progress.WriteLine("preparing frames and network ...");
    }

    /// <summary>Says what is measured with.</summary>
    public void Prepared(StreamsBench bench, SegmenterInfo network)
    {
        _limit = (int)bench.Limit.TotalMilliseconds;
        SegmentationHubOptions hub = bench.Hub.Options;
        (_json["width"], _json["height"], _json["seconds"], _json["limit_ms"]) = (bench.Frames.Width, bench.Frames.Height, bench.Seconds, _limit);
        (_json["engine"], _json["precision"], _json["device"], _json["lanes"]) = (network.Engine, network.Precision, network.Device, network.Lanes);
        (_json["max_batch"], _json["batch_delay_ms"], _json["latency_target_ms"]) = (hub.MaxBatch, hub.BatchDelay.TotalMilliseconds, hub.LatencyTarget?.TotalMilliseconds);
        text.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"feeds: {bench.Frames.Width} x {bench.Frames.Height}, {bench.Frames.Count} frames over and over, {bench.Seconds} s each\nnetwork: {network.Model}, {network.Engine}, {network.Precision}, {network.Device}, {network.Lanes} at the same time; MaxBatch {hub.MaxBatch}, BatchDelay {hub.BatchDelay.TotalMilliseconds:0.#} ms, LatencyTarget {Target(hub)}\nheld: no frame lost, 99th percentile at most {_limit} ms\n\n{StreamsResult.Head}"));
    }

    /// <summary>Says what is measured now, and how long that takes.</summary>
    public void Measuring(int feeds, double rate, StreamsBench bench) =>
        progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Feeds(feeds)} at {rate:0.##} frames a second: {bench.WarmUp + bench.Seconds} s ..."));

    /// <summary>Something was measured.</summary>
    public void Add(StreamsResult result)
    {
        First ??= result;
        text.WriteLine(result.ToText());
        _results.Add((JsonNode)result.ToJson());
    }

    /// <summary>The most feeds that held.</summary>
    public void AddMost(int feeds, double rate)
    {
        _json["most_that_held"] = feeds;
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nmost that held: {Feeds(feeds)} at {rate:0.##} frames a second"));
    }

    /// <summary>What one feed comes to, where not one held.</summary>
    /// <param name="whole">The highest rate found at which no frame was lost; null where there was none.</param>
    public void AddOneFeed(StreamsResult? whole)
    {
        _json["one_feed"] = whole?.ToJson();
        text.WriteLine(whole is null
            ? "one feed: frames were lost at every rate that was tried"
            : string.Create(CultureInfo.InvariantCulture,
                $"one feed without a frame lost: {whole.Rate:0.##} frames a second, p50 {whole.Latency.Percentile(0.5).TotalMilliseconds:F0} ms, p99 {whole.Latency.Percentile(0.99).TotalMilliseconds:F0} ms{(whole.IsHeld ? "" : $": {_limit} ms are passed at this rate, too")}"));
    }

    /// <summary>It is over.</summary>
    public void End()
    {
        _json["ended"] = Machine.Now;
        text.WriteLine($"\nended {_json["ended"]}");
    }

    /// <summary>All of it.</summary>
    public JsonObject ToJson() => _json;

    private static string Feeds(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "feed" : "feeds")}");

    private static string Target(SegmentationHubOptions hub) =>
        hub.LatencyTarget is { } target ? string.Create(CultureInfo.InvariantCulture, $"{target.TotalMilliseconds:0.#} ms") : "none";
}
