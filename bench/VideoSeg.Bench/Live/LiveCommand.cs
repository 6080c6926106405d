using System.CommandLine;
using System.Globalization;
using VideoSeg.Bench.Live.Outside;
using VideoSeg.Bench.Live.Pixels;
using VideoSeg.Host.Commands;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Metrics;

namespace VideoSeg.Bench.Live;

/// <summary><c>bench live</c>: how much later a live picture comes out than it went in, how soon a polyp in it is marked, and whether all else is as it was.</summary>
internal sealed class LiveCommand
{
    private const string Lossless = "lossless";
    private const string None = "none";

    private readonly Option<string> _input = new("--input") { Description = "A rendered recording, its masks beside it.", HelpName = "FILE", DefaultValueFactory = _ => "samples/videos/colonoscopy-sample.mp4" };

    private readonly Option<string> _folder = new("--folder") { Description = "For the feed that is made of it, and what is written meanwhile.", HelpName = "DIR", DefaultValueFactory = _ => "artifacts/bench" };

    private readonly Option<int> _height = new("--height") { Description = "Height of the picture, 240 to 2160.", HelpName = "PIXELS", DefaultValueFactory = _ => 1080 };

    private readonly Option<string> _streams = new("--streams") { Description = "How many streams at once, one number or several, 1 to 16; 0 for none.", HelpName = "N,N", DefaultValueFactory = _ => "1,2,3,4" };

    private readonly Option<string> _delivery = new("--delivery") { Description = "latest, synchronised, or both.", DefaultValueFactory = _ => "both" };

    private readonly Option<int> _seconds = new("--seconds")
    {
        Description = "Length of the measurement of one stream, 2 to 600. With several streams it is shorter, with as many frames in all, but 10 s at least if this is more.",
        HelpName = "N",
        DefaultValueFactory = _ => 35,
    };

    private readonly Option<string> _outputs = new("--outputs")
    {
        Description = "What is measured from outside: monitor, push, hls, websocket, mjpeg; lossless compares pixels. One or several, or all, or none.",
        HelpName = "NAME,NAME",
        DefaultValueFactory = _ => "all",
    };

    private readonly Option<int> _outputSeconds = new("--output-seconds") { Description = "Length of the measurement of each output, 2 to 600.", HelpName = "N", DefaultValueFactory = _ => 12 };

    private readonly Option<int> _warmUp = new("--warm-up") { Description = "Seconds before each measurement that do not count, 1 to 60.", HelpName = "N", DefaultValueFactory = _ => 3 };

    private readonly Option<bool> _check = new("--check-targets") { Description = "End with 1 where a target is missed." };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object instead of text." };

    private readonly SegmenterArguments _segmenter;

    private LiveCommand(Command command)
    {
        _height.Require(height => height is >= 240 and <= 2160, "240 to 2160");
        _seconds.Require(seconds => seconds is >= 2 and <= 600, "2 to 600");
        _outputSeconds.Require(seconds => seconds is >= 2 and <= 600, "2 to 600");
        _warmUp.Require(seconds => seconds is >= 1 and <= 60, "1 to 60");
        _streams.Require(text => text == "0" || (Numbers(text) is { } numbers && Array.TrueForAll(numbers, n => n is >= 1 and <= 16)), "numbers from 1 to 16, separated by commas, or 0");
        _outputs.Require(text => Outputs(text).Except([Lossless, .. OutputRun.Names]).FirstOrDefault() is null, $"all, none, or some of {string.Join(", ", OutputRun.Names)}, {Lossless}, separated by commas");
        _delivery.AcceptOnlyFromAmong("latest", "synchronised", "both");
        foreach (Option option in new Option[] { _input, _folder, _height, _streams, _delivery, _seconds, _outputs, _outputSeconds, _warmUp, _check, _json })
        {
            command.Options.Add(option);
        }

        _segmenter = new SegmenterArguments(command);
    }

    public static Command Create()
    {
        var command = new Command(
            "live",
            "Added delay and annotation delay of live streams from within, end-to-end delay of each output from outside, and whether pixels outside the marks stay as they are. " +
            "Monitor, push and HLS are measured at the classes that the service uses; websocket and mjpeg at the real 'videoseg serve'.");
        var bench = new LiveCommand(command);
        command.SetAction(bench.RunAsync);
        return command;
    }

    private static int[]? Numbers(string? text)
    {
        int[] numbers = [.. (text ?? "").Split(',').Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out int number) ? number : 0)];
        return numbers.Contains(0) ? null : numbers;
    }

    private static string[] Outputs(string? text) => text switch { "all" => [.. OutputRun.Names, Lossless], None => [], _ => (text ?? "").Split(',') };

    private static IEnumerable<DeliveryMode> Deliveries(string text) => text == "both" ? Enum.GetValues<DeliveryMode>() : [Enum.Parse<DeliveryMode>(text, ignoreCase: true)];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        int warmUp = parsed.GetValue(_warmUp) * CodedVideo.FrameRate, seconds = parsed.GetValue(_seconds), outputFrames = warmUp + (parsed.GetValue(_outputSeconds) * CodedVideo.FrameRate);
        int Frames(int streams) => warmUp + (Math.Max(seconds / streams, Math.Min(seconds, 10)) * CodedVideo.FrameRate);
        int[] streams = Numbers(parsed.GetRequiredValue(_streams)) ?? [];
        string[] outputs = Outputs(parsed.GetRequiredValue(_outputs));
        DeliveryMode[] deliveries = [.. Deliveries(parsed.GetRequiredValue(_delivery))];
        string folder = parsed.GetRequiredValue(_folder);
        var report = new LiveReport(parsed.GetValue(_json) ? TextWriter.Null : Console.Out, Console.Error, (deliveries.Length * streams.Length) + outputs.Length);
        report.Begin(seconds, parsed.GetValue(_outputSeconds), parsed.GetValue(_warmUp));
        report.Preparing("the feed");
        CodedVideo video = CodedVideo.Make(parsed.GetRequiredValue(_input), parsed.GetValue(_height), streams.Select(Frames).Append(outputFrames).Max(), folder);
        using var instruments = new LiveInstruments();
        var context = new LiveContext(TimeProvider.System, instruments, new SilentObserver());
        SegmenterOptions options = _segmenter.Read(parsed);
        await using var hub = new SegmentationHub(() => SegmenterFactory.Create(options), new SegmentationHubOptions(), context);
        hub.Start();
        report.Preparing("the network");
        report.Prepared(video, await HubStart.WaitAsync(hub, cancellationToken), hub.Options);
        var bench = new LiveBench(video, options, hub, context, warmUp, folder);
        foreach (DeliveryMode delivery in deliveries)
        {
            foreach (int count in streams)
            {
                report.Measuring($"{delivery.ToString().ToLowerInvariant()}, {count} {(count == 1 ? "stream" : "streams")}", Frames(count));
                report.Add(delivery, count, await InsideRun.MeasureAsync(bench, delivery, count, Frames(count), cancellationToken));
            }
        }

        foreach (string output in outputs.Where(output => output != Lossless))
        {
            report.Measuring($"output {output}", outputFrames);
            report.Add(await OutputRun.MeasureAsync(bench, output, outputFrames, cancellationToken));
        }

        if (outputs.Contains(Lossless))
        {
            report.Measuring("pixels through a lossless codec, at half the rate and then compared", outputFrames * 2);
            report.Add(await PixelRun.MeasureAsync(bench, outputFrames, cancellationToken));
        }

        bool isMet = report.End();
        if (parsed.GetValue(_json))
        {
            Console.Out.WriteLine(report.ToJson().ToJsonString());
        }

        return isMet || !parsed.GetValue(_check) ? 0 : 1;
    }
}
