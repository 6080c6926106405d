using System.CommandLine;
using System.Globalization;
using VideoSeg.Bench.Live;
using VideoSeg.Host.Commands;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Metrics;

namespace VideoSeg.Bench.Streams;

/// <summary><c>bench streams</c>: how many feeds one network carries, every frame of each segmented and drawn on.</summary>
internal sealed class StreamsCommand
{
    private const string Auto = "auto";

    /// <summary>Frames in memory: 2 s of a feed.</summary>
    private const int LoopFrames = 60;

    private const string Clocks =
        "Clock: a frame is due by its feed's rate, whether it is given in time or not, to it is drawn with its own masks. Frames are in memory, YUV 4:2:0; codecs are in nothing.\n" +
        "Between: the service's own sharing of the network (one frame of each feed may wait, a newer one takes its place), preparing the pictures, the network, finding the\n" +
        "polyps, a copy of the frame, drawing on it. lost: not drawn, mostly because the next one came first. network: time it was at work, of the whole; above 100 % where\n" +
        "it works on several at the same time. processor: what this program took of all processors. The feeds' frames lie evenly between each other.";

    private readonly Option<string> _streams = new("--streams")
    {
        Description = "How many feeds at once, one number or several, 1 to 256; auto: more and more, until frames are lost or --limit is passed.",
        HelpName = "N,N",
        DefaultValueFactory = _ => Auto,
    };

    private readonly Option<double> _fps = new("--fps") { Description = "Frames a second of each feed, 0.1 to 240.", HelpName = "RATE", DefaultValueFactory = _ => 30 };

    private readonly Option<int> _seconds = new("--seconds") { Description = "Length of each measurement, 1 to 600.", HelpName = "N", DefaultValueFactory = _ => 10 };

    private readonly Option<int> _warmUp = new("--warm-up") { Description = "Seconds before each measurement that do not count, 0 to 60.", HelpName = "N", DefaultValueFactory = _ => 2 };

    private readonly Option<int> _limit = new("--limit") { Description = "What the 99th percentile of the latency may be, in milliseconds, 1 to 10000.", HelpName = "MS", DefaultValueFactory = _ => 50 };

    private readonly Option<int> _height = new("--height") { Description = "Height of the frames, 64 to 2160.", HelpName = "PIXELS", DefaultValueFactory = _ => 1080 };

    private readonly Option<string> _input = new("--input") { Description = "The recording whose frames are shown.", HelpName = "FILE", DefaultValueFactory = _ => "samples/videos/colonoscopy-sample.mp4" };

    private readonly Option<int> _maxBatch = new("--max-batch") { Description = "Most frames in a run, 0 to 64; 0: as many as the network takes on a GPU, 1 on processors.", HelpName = "N", DefaultValueFactory = _ => 0 };

    private readonly Option<double> _batchDelay = new("--batch-delay") { Description = "How long frames may be held back so that others can join their run, in milliseconds, 0 to 1000.", HelpName = "MS", DefaultValueFactory = _ => 0 };

    private readonly Option<double> _target = new("--latency-target") { Description = "Limits runs to what is done in this time, in milliseconds, 1 to 10000; 0: does not.", HelpName = "MS", DefaultValueFactory = _ => 0 };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object instead of text, with most_that_held where --streams is auto." };

    private readonly Option<int> _lanes = LanesOption.Create();

    private readonly SegmenterArguments _segmenter;

    private StreamsCommand(Command command)
    {
        _streams.Require(text => text == Auto || Numbers(text).All(number => number is >= 1 and <= 256), "auto, or numbers from 1 to 256, separated by commas");
        _fps.Require(rate => rate is >= 0.1 and <= 240, "0.1 to 240");
        _seconds.Require(seconds => seconds is >= 1 and <= 600, "1 to 600");
        _warmUp.Require(seconds => seconds is >= 0 and <= 60, "0 to 60");
        _limit.Require(milliseconds => milliseconds is >= 1 and <= 10_000, "1 to 10000");
        _height.Require(height => height is >= 64 and <= 2160, "64 to 2160");
        _maxBatch.Require(batch => batch is >= 0 and <= 64, "0 to 64");
        _batchDelay.Require(milliseconds => milliseconds is >= 0 and <= 1000, "0 to 1000");
        _target.Require(milliseconds => milliseconds is 0 or (>= 1 and <= 10_000), "0, or 1 to 10000");
        foreach (Option option in new Option[] { _streams, _fps, _seconds, _warmUp, _limit, _height, _input, _maxBatch, _batchDelay, _target, _json })
        {
            command.Options.Add(option);
        }

        _segmenter = new SegmenterArguments(command);
        command.Options.Add(_lanes);
    }

    public static Command Create()
    {
        var command = new Command(
            "streams", "How many feeds of 1080p at 30 frames a second the network carries, every frame segmented and drawn on, before the 99th percentile of the latency passes 50 ms.");
        var bench = new StreamsCommand(command);
        command.SetAction(bench.RunAsync);
        return command;
    }

    private static int[] Numbers(string? text) => [.. (text ?? "").Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        bool json = parsed.GetValue(_json);
        var report = new StreamsReport(json ? TextWriter.Null : Console.Out, Console.Error);
        report.Begin(Clocks);
        using var frames = new FrameLoop(parsed.GetRequiredValue(_input), parsed.GetValue(_height), LoopFrames);
        using var instruments = new LiveInstruments();
        var context = new LiveContext(TimeProvider.System, instruments, new SilentObserver());
        SegmenterOptions options = LanesOption.Complete(_segmenter.Read(parsed), parsed, _lanes);
        await using var hub = new SegmentationHub(() => SegmenterFactory.Create(options), HubOptions(parsed), context);
        hub.Start();
        SegmenterInfo network = await HubStart.WaitAsync(hub, cancellationToken);
        var bench = new StreamsBench(frames, hub, context, parsed.GetValue(_seconds), parsed.GetValue(_warmUp), TimeSpan.FromMilliseconds(parsed.GetValue(_limit)));
        report.Prepared(bench, network);
        double fps = parsed.GetValue(_fps);
        async Task<StreamsResult> Measure(int feeds, double rate)
        {
            report.Measuring(feeds, rate, bench);
            StreamsResult result = await StreamsRun.MeasureAsync(bench, feeds, rate, cancellationToken);
            report.Add(result);
            return result;
        }

        if (parsed.GetValue(_streams) != Auto)
        {
            foreach (int feeds in Numbers(parsed.GetValue(_streams)))
            {
                await Measure(feeds, fps);
            }
        }
        else
        {
            report.AddMost(await StreamsSearch.MostAsync(256, async feeds => (await Measure(feeds, fps)).IsHeld), fps);
            if (report.First is { IsHeld: false } one)
            {
                await FindRateAsync(report, one, Measure);
            }
        }

        report.End();
        if (json)
        {
            Console.Out.WriteLine(report.ToJson().ToJsonString());
        }

        return 0;
    }

    /// <summary>Not one feed holds: at what rate would one lose nothing?</summary>
    private static async Task FindRateAsync(StreamsReport report, StreamsResult one, Func<int, double, Task<StreamsResult>> measure)
    {
        StreamsResult? whole = one.IsWhole ? one : null;
        double first = Math.Max(0.1, Math.Min(one.Rate, 0.9 * one.PerSecond));
        if (whole is null)
        {
            await StreamsSearch.RateAsync(first, async rate =>
            {
                StreamsResult result = await measure(1, rate);
                whole = result.IsWhole ? result : null;
                return result.IsWhole;
            });
        }

        report.AddOneFeed(whole);
    }

    private SegmentationHubOptions HubOptions(ParseResult parsed) => new()
    {
        MaxBatch = parsed.GetValue(_maxBatch),
        BatchDelay = TimeSpan.FromMilliseconds(parsed.GetValue(_batchDelay)),
        LatencyTarget = parsed.GetValue(_target) is > 0 and double target ? TimeSpan.FromMilliseconds(target) : null,
    };
}
