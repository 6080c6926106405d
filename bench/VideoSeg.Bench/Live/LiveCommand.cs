using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using VideoSeg.Host.Commands;
using VideoSeg.Model;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Metrics;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Bench.Live;

/// <summary><c>bench live</c>: how much later a live picture comes out than it went in, and how soon a polyp in it is marked.</summary>
internal sealed class LiveCommand
{
    private const string Clocks =
        "Clocks. added delay: a frame is decoded to the frame is handed to encoders and monitors. annotation delay: the first frame that shows a polyp is decoded to\n" +
        "the first frame with a mark on it is handed over. feed to hand-over: the frame's last byte is sent (H.264 over TCP on this machine) to it is handed over.\n" +
        "Frames carry their numbers as squares in the picture. A polyp appears with a cut, once in 30 frames; one that no mark touches within its 15 frames counts as never\n" +
        "marked. The network has run before; the first 3 seconds do not count.";

    private const int WarmUpFrames = 3 * CodedVideo.FrameRate;

    private readonly Option<string> _input = new("--input") { Description = "A rendered recording, its masks beside it.", HelpName = "FILE", DefaultValueFactory = _ => "samples/videos/colonoscopy-sample.mp4" };

    private readonly Option<string> _folder = new("--folder") { Description = "For the feed that is made of it.", HelpName = "DIR", DefaultValueFactory = _ => "artifacts/bench" };

    private readonly Option<int> _seconds = new("--seconds") { Description = "Length of each measurement, 5 to 600.", HelpName = "N", DefaultValueFactory = _ => 60 };

    private readonly Option<int> _height = new("--height") { Description = "Height of the picture, 240 to 2160.", HelpName = "PIXELS", DefaultValueFactory = _ => 1080 };

    private readonly Option<string> _streams = new("--streams") { Description = "How many streams at once, one number or several.", HelpName = "N,N", DefaultValueFactory = _ => "1" };

    private readonly Option<string> _delivery = new("--delivery") { Description = "latest, synchronised, or both.", DefaultValueFactory = _ => "both" };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object instead of text." };

    private readonly SegmenterArguments _segmenter;

    private LiveCommand(Command command)
    {
        _seconds.Require(seconds => seconds is >= 5 and <= 600, "5 to 600");
        _height.Require(height => height is >= 240 and <= 2160, "240 to 2160");
        _streams.Require(text => Numbers(text) is { Length: > 0 } numbers && Array.TrueForAll(numbers, n => n is >= 1 and <= 16), "numbers from 1 to 16, separated by commas");
        _delivery.AcceptOnlyFromAmong("latest", "synchronised", "both");
        foreach (Option option in new Option[] { _input, _folder, _seconds, _height, _streams, _delivery, _json })
        {
            command.Options.Add(option);
        }

        _segmenter = new SegmenterArguments(command);
    }

    public static Command Create()
    {
        var command = new Command("live", "Added delay and annotation delay of live streams, of a feed whose frames carry their numbers.");
        var bench = new LiveCommand(command);
        command.SetAction(bench.RunAsync);
        return command;
    }

    private static int[]? Numbers(string? text)
    {
        string[] parts = (text ?? "").Split(',');
        int[] numbers = [.. parts.Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out int number) ? number : 0)];
        return numbers.Contains(0) ? null : numbers;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        bool json = parsed.GetValue(_json);
        TextWriter text = json ? TextWriter.Null : Console.Out;
        string begin = Machine.Now;
        text.WriteLine($"started {begin}\n{string.Join('\n', Machine.Lines)}\n{Clocks}\n");
        CodedVideo video = CodedVideo.Make(parsed.GetRequiredValue(_input), parsed.GetValue(_height), parsed.GetValue(_seconds), parsed.GetRequiredValue(_folder));
        text.WriteLine($"feed: {video.Width} x {video.Height}, {CodedVideo.FrameRate} frames a second, {video.Polyps.Length} frames");
        using var instruments = new LiveInstruments();
        var context = new LiveContext(TimeProvider.System, instruments, new SilentObserver());
        SegmenterOptions options = _segmenter.Read(parsed);
        await using var hub = new SegmentationHub(() => SegmenterFactory.Create(options), new SegmentationHubOptions(), context);
        hub.Start();
        SegmenterInfo info = await WaitForNetworkAsync(hub, cancellationToken);
        text.WriteLine($"network: {info.Model}, {info.Engine}, {info.Precision}, {info.Device}");
        var results = new JsonArray();
        foreach (DeliveryMode delivery in Deliveries(parsed.GetRequiredValue(_delivery)))
        {
            foreach (int streams in Numbers(parsed.GetRequiredValue(_streams))!)
            {
                LiveResult result = await MeasureAsync(video, hub, context, delivery, streams, cancellationToken);
                text.WriteLine($"\n{delivery.ToString().ToLowerInvariant()}, {streams} {(streams == 1 ? "stream" : "streams")}\n{result.ToText()}");
                JsonObject row = result.ToJson();
                row["delivery"] = delivery.ToString().ToLowerInvariant();
                row["streams"] = streams;
                results.Add((JsonNode)row);
            }
        }

        text.WriteLine($"\nended {Machine.Now}");
        if (json)
        {
            Console.Out.WriteLine(new JsonObject
            {
                ["started"] = begin,
                ["ended"] = Machine.Now,
                ["engine"] = info.Engine,
                ["precision"] = info.Precision,
                ["device"] = info.Device,
                ["width"] = video.Width,
                ["height"] = video.Height,
                ["frame_rate"] = CodedVideo.FrameRate,
                ["machine"] = Machine.ToJson(),
                ["results"] = results,
            }.ToJsonString());
        }

        return 0;
    }

    private static IEnumerable<DeliveryMode> Deliveries(string text) =>
        text == "both" ? Enum.GetValues<DeliveryMode>() : [Enum.Parse<DeliveryMode>(text, ignoreCase: true)];

    private static async Task<SegmenterInfo> WaitForNetworkAsync(SegmentationHub hub, CancellationToken cancellationToken)
    {
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!hub.Status.IsRunning)
        {
            if (TimeProvider.System.GetUtcNow() - hub.Status.Since > TimeSpan.FromMinutes(2))
            {
                throw new VideoSegException(FaultKind.Engine, $"expected a network within 2 minutes, found none: {hub.Status.Reason}");
            }

            await looks.WaitForNextTickAsync(cancellationToken);
        }

        return hub.Status.Info!;
    }

    private static async Task<LiveResult> MeasureAsync(
        CodedVideo video, SegmentationHub hub, LiveContext context, DeliveryMode delivery, int count, CancellationToken cancellationToken)
    {
        var feeds = new List<CodedFeed>();
        var streams = new List<LiveStream>();
        var probes = new List<ProbeOutlet>();
        try
        {
            for (int i = 0; i < count; i++)
            {
                feeds.Add(new CodedFeed(video));
                var options = new LiveStreamOptions
                {
                    Name = string.Create(CultureInfo.InvariantCulture, $"bench-{i + 1}"),
                    Delivery = delivery,
                    Source = new LiveSourceOptions { Url = feeds[i].Url, Format = "mpegts", Loop = false },
                };
                streams.Add(new LiveStream(options, hub, context));
                probes.Add(new ProbeOutlet(options.Name, video, context));
                streams[i].Add(probes[i]);
                streams[i].Start();
            }

            await Task.WhenAll(feeds.Select(feed => feed.Ended)).WaitAsync(cancellationToken);
        }
        finally
        {
            foreach (LiveStream stream in streams)
            {
                await stream.DisposeAsync();
            }
        }

        var result = new LiveResult();
        for (int i = 0; i < count; i++)
        {
            result.Add(video, feeds[i], probes[i].Frames, WarmUpFrames);
            feeds[i].Dispose();
        }

        return result;
    }
}
