using System.Globalization;
using System.Text.Json.Nodes;
using VideoSeg.Bench.Live.Outside;
using VideoSeg.Bench.Live.Pixels;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;

namespace VideoSeg.Bench.Live;

/// <summary>Tells what is being measured and what came out, for people and for programs.</summary>
/// <param name="text">For people.</param>
/// <param name="progress">For those who wait.</param>
/// <param name="steps">So many measurements.</param>
internal sealed class LiveReport(TextWriter text, TextWriter progress, int steps)
{
    private const string Clocks =
        "Clocks, all monotonic, of this machine. added delay: a frame is decoded to it is handed to encoders and monitors. annotation delay: the first frame that shows\n" +
        "a polyp is decoded to the first frame with a mark on it is handed over. feed to hand-over: the frame's last byte is sent (H.264 over TCP on this machine) to it\n" +
        "is handed over. mask age: how much earlier the analysed frame was decoded. end-to-end delay: the frame's last byte is sent to its number is read at the output:\n" +
        "on the screen's memory (looked at each millisecond), or when a player, this program's own reader in this process, has decoded it.\n" +
        "Frames carry their numbers as squares in the picture. A polyp appears with a cut, once in 30 frames; one that no mark touches within its 15 frames counts as\n" +
        "never marked. The network has run before.";

    private readonly TargetList _targets = new();
    private readonly JsonObject _json = [];
    private readonly JsonArray _results = [];
    private readonly JsonArray _outputs = [];
    private int _step;

    /// <summary>Says what it runs on.</summary>
    public void Begin(int seconds, int outputSeconds, int warmUp)
    {
        (_json["started"], _json["machine"]) = (Machine.Now, Machine.ToJson());
        (_json["seconds"], _json["output_seconds"], _json["warm_up_seconds"]) = (seconds, outputSeconds, warmUp);
        text.WriteLine($"started {_json["started"]}\n{string.Join('\n', Machine.Lines)}\nprocessor clocks: {ClockRates()}\n\n{Clocks}\n");
        _json["processor_clocks"] = ClockRates();
    }

    /// <summary>Says what is being made.</summary>
    public void Preparing(string what) => progress.WriteLine($"preparing {what} ...");

    /// <summary>Says what is measured with.</summary>
    public void Prepared(CodedVideo video, SegmenterInfo network, SegmentationHubOptions options)
    {
        (_json["width"], _json["height"], _json["frame_rate"]) = (video.Width, video.Height, CodedVideo.FrameRate);
        (_json["engine"], _json["precision"], _json["device"]) = (network.Engine, network.Precision, network.Device);
        (_json["results"], _json["outputs"]) = (_results, _outputs);
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"feed: {video.Width} x {video.Height}, {CodedVideo.FrameRate} frames a second\nnetwork: {network.Model}, {network.Engine}, {network.Precision}, {network.Device}; niceness {options.Niceness}; masks are shown for {Defaults.MaxMaskAge.TotalMilliseconds:0} ms, synchronised pictures wait {Defaults.SynchronisedDelay.TotalMilliseconds:0} ms"));
    }

    /// <summary>Says what is measured now, and how long that takes.</summary>
    public void Measuring(string what, int frames) =>
        progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{++_step}/{steps}] {what}: {(double)frames / CodedVideo.FrameRate:0} s ..."));

    /// <summary>Streams were measured from within.</summary>
    public void Add(DeliveryMode delivery, int streams, LiveResult result)
    {
        string name = delivery.ToString().ToLowerInvariant();
        text.WriteLine($"\n{name}, {streams} {(streams == 1 ? "stream" : "streams")}\n{result.ToText()}");
        JsonObject row = result.ToJson();
        (row["delivery"], row["streams"]) = (name, streams);
        _results.Add((JsonNode)row);
        if (delivery == DeliveryMode.Latest && streams == 1)
        {
            _targets.AddDelay("added delay, p99.9", result.AddedDelay, 5.75);
            _targets.AddDelay("annotation delay, p99.9", result.AnnotationDelay, _json["device"]!.GetValue<string>() == "cpu" ? 120 : 20);
        }
    }

    /// <summary>An output was measured from outside.</summary>
    public void Add(OutputResult result)
    {
        if (_outputs.Count == 0)
        {
            text.WriteLine($"\nend-to-end delay, latest, 1 stream, one output at a time\n{DelayTable.Head}");
        }

        text.WriteLine(result.ToText());
        _outputs.Add((JsonNode)result.ToJson());
    }

    /// <summary>Pixels were compared.</summary>
    public void Add(PixelResult result)
    {
        text.WriteLine($"\npixels through a lossless codec (FFV1)\n{result.ToText()}");
        _json["pixels"] = result.ToJson();
        _targets.AddPixels(result);
    }

    /// <summary>Says whether the targets were met.</summary>
    public bool End()
    {
        _json["ended"] = Machine.Now;
        _json["targets"] = _targets.ToJson();
        text.WriteLine($"\n{_targets.ToText()}\nended {_json["ended"]}");
        return _targets.AreMet;
    }

    /// <summary>All of it.</summary>
    public JsonObject ToJson() => _json;

    private static LiveStreamOptions Defaults { get; } = new() { Name = "defaults", Source = new() { Url = "none" } };

    private static string ClockRates() => string.Join(", ", File.ReadLines("/proc/cpuinfo").Where(line => line.StartsWith("cpu MHz", StringComparison.Ordinal)).Select(line => $"{line.Split(':')[^1].Trim()} MHz")) is { Length: > 0 } rates ? rates : "not told";
}
