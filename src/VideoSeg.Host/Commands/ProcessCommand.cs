using System.CommandLine;
using VideoSeg.Model;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Weights;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tracking;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg process INPUT... -o OUTPUT</c>: a recording in, an annotated recording out; or many of them.</summary>
internal sealed class ProcessCommand
{
    private readonly Argument<string[]> _inputs = new Argument<string[]>("inputs")
    {
        Description = "The recording: a file, any URL that FFmpeg reads, or - for standard input. Or many: files, folders with all below them, patterns like 'cases/**/*.mp4'.",
        HelpName = "INPUT",
        Arity = ArgumentArity.OneOrMore,
    }.NotEmpty();

    private readonly Option<string> _output = new Option<string>("--output", "-o")
    {
        Description = "The annotated recording; its ending chooses the container (.mp4, .mkv, .mov). - writes Matroska to standard output. " +
            "For many recordings a folder, in which their folders are mirrored; --masks and --detections are folders then, too.",
        HelpName = "OUTPUT",
        Required = true,
    }.NotEmpty();

    private readonly Option<string> _legend = LegendOption.Create();

    private readonly Option<string> _overlay = OverlayOption.Create(
        "What is drawn: a thin contour around each polyp, a translucent fill, the probabilities as a heatmap, a box, or none. " +
        "All but none carry a label with the mean probability. With none the frames pass untouched; the network runs all the same.",
        OverlayStyle.Contour);

    private readonly Option<string?> _masks = new Option<string?>("--masks")
    {
        Description = "Also write the masks (255 polyp, 0 else): a folder for a PNG of each frame, or a name ending in .mkv, .mov, .avi or .mp4 for a lossless gray video.",
        HelpName = "PATH",
    }.NotEmpty();

    private readonly Option<string?> _detections = new Option<string?>("--detections")
    {
        Description = "Also write the polyps, a line of JSON for each frame: frame, time (s), pts, and of each polyp class, box, area, mean_probability, polygon.",
        HelpName = "FILE.jsonl",
    }.NotEmpty();

    private readonly Option<string?> _thumbnails = new Option<string?>("--thumbnails")
    {
        Description = "Also write the best view of each polyp: a folder for polyp-003.jpg, and polyp-003-outline.jpg with its outline. Not with --steady off.",
        HelpName = "DIR",
    }.NotEmpty();

    private readonly Option<string?> _report = new Option<string?>("--report")
    {
        Description = "Also write a report for people, one page of HTML: when each polyp was seen, its best view, size and probability, notes and settings. Not with --steady off.",
        HelpName = "FILE.html",
    }.NotEmpty();

    private readonly Option<string?> _start = TimeOption.Create("--start",
        "Begin here, counted from the recording's beginning: seconds or [HH:]MM:SS[.mmm]. The output's times begin at 0; detections keep the recording's.", mayBeZero: true);

    private readonly Option<string?> _duration = TimeOption.Create("--duration", "Take so much of it, from --start on: seconds or [HH:]MM:SS[.mmm].", mayBeZero: false);

    private readonly Option<string> _field = FieldOption.Create();

    private readonly Option<bool> _redact = new("--redact")
    {
        Description = "Blank everything outside the field of view, where the patient's name may be written: in the video, and so in all else that is made of it. " +
            "Refused where no field is found, unless --field gives one. Text over the field, sound, subtitles and tags stay.",
    };

    private readonly Option<string?> _filter = new("--filter")
    {
        Description = "FFmpeg's video filters, which each frame passes before anything else: bwdif (makes interlaced pictures whole), crop=1080:1080:420:0, fps=10. " +
            "Frames in are then those that come out of the filters.",
        HelpName = "CHAIN",
    };

    private readonly Option<float?> _threshold = ThresholdOption.Create();

    private readonly Option<int> _every = new Option<int>("--every")
    {
        Description = "Let the network look at every so many frames only, which is quicker; in the others the last masks are carried along with the picture.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    }.Require(every => every is >= 1 and <= 1_000_000, "1 to 1000000");

    private readonly Option<double?> _analysisRate = new Option<double?>("--fps")
    {
        Description = "The same by time: let the network look at so many frames a second at most, 0.001 to 1000.",
        HelpName = "RATE",
    }.Require(rate => rate is null or (>= 0.001 and <= 1000), "0.001 to 1000");

    private readonly Option<string> _steady = new Option<string>("--steady")
    {
        Description = "Steady the masks over time, follow each polyp and number it, and leave out what is seen in a frame or two only: on or off.",
        DefaultValueFactory = _ => "on",
    }.AcceptOnlyFromAmong("on", "off");

    private readonly Option<bool> _stats = new("--stats")
    {
        Description = "Measure and tell how steady the masks are, with and without steadying: overlap of neighbouring frames, and how often a polyp is lost and found again.",
    };

    private readonly Option<double?> _minArea = new("--min-area")
    {
        Description = "Smallest polyp, as a share of the picture (of the part around the field of view, where one is found), 0 to 1; smaller ones are neither drawn nor counted. Default: the model's own, else 0.0005.",
        HelpName = "SHARE",
    };

    private readonly Option<string> _codec = new("--codec")
    {
        Description = "h264, hevc, ffv1 (lossless; not in .mp4), or FFmpeg's name of any video codec or encoder.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "h264",
    };

    private readonly Option<int?> _crf = new("--crf") { Description = "Quality, 0 to 63, smaller is better. Default: 18 for h264, 20 for hevc, else the encoder's own.", HelpName = "N" };

    private readonly Option<string?> _preset = new("--preset") { Description = "Speed against size: ultrafast to veryslow. Default: the encoder's own (medium).", HelpName = "NAME" };

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace an output, or another result, that exists. The input is never written to." };

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Of many recordings: go on where an earlier run stopped. What its summary calls done is skipped, what is not is done anew.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the summary as one last line of JSON on standard output." };

    private readonly Option<int> _lanes = LanesOption.Create();

    private readonly ResultArguments _results;

    private readonly SegmenterArguments _segmenter;

    private ProcessCommand(Command command)
    {
        _minArea.Require(share => share is null or (>= 0 and <= 1), "0 to 1");
        _crf.Require(crf => crf is null or (>= 0 and <= 63), "0 to 63");
        command.Arguments.Add(_inputs);
        foreach (Option option in new Option[] { _output, _overlay, _legend, _masks, _detections, _thumbnails, _report, _start, _duration, _field, _redact, _filter, _threshold, _minArea, _every, _analysisRate, _steady, _stats })
        {
            command.Options.Add(option);
        }

        _results = new ResultArguments(command);
        _segmenter = new SegmenterArguments(command);
        command.Options.Add(_lanes);
        foreach (Option option in new Option[] { _codec, _crf, _preset, _overwrite, _resume, _json })
        {
            command.Options.Add(option);
        }
    }

    public static Command Create()
    {
        var command = new Command("process",
            "Find the polyps in a recording and write it again with them outlined: every frame with its time, sound and other tracks as they are. " +
            "Interrupted, it ends the file in order; killed, it leaves what was written playable. Of many recordings, one that fails does not stop the rest.");
        var process = new ProcessCommand(command);
        command.SetAction(process.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        SegmenterOptions segmenterOptions = LanesOption.Complete(_segmenter.Read(parsed), parsed, _lanes);
        INetworkFile model = SegmenterFactory.Open(segmenterOptions);
        FileJobOptions options = _results.Complete(ReadOptions(parsed, model), parsed);
        string[] inputs = parsed.GetRequiredValue(_inputs);
        using var instruments = new PipelineInstruments();
        if (ProcessBatch.IsWanted(inputs, options.Output))
        {
            var batch = new ProcessBatch(options, parsed.GetValue(_resume), instruments);
            return await batch.RunAsync(inputs, model, segmenterOptions, parsed.GetValue(_json), cancellationToken);
        }

        if (parsed.GetValue(_resume))
        {
            throw new VideoSegException(FaultKind.Usage, "expected several recordings, a folder or a pattern with --resume, found one recording. Leave --resume out.");
        }

        var metrics = new PipelineMetrics("file", TimeProvider.System, instruments);
        using FileJob job = FileJob.Open(options, metrics, cancellationToken);
        await using ISegmenter segmenter = SegmenterFactory.Create(model, segmenterOptions);
        cancellationToken.ThrowIfCancellationRequested();

        var console = new ProcessConsole(TimeProvider.System);
        Task<FileJobReport> run = job.RunAsync(segmenter, cancellationToken);
        await console.FollowAsync(job, run);
        FileJobReport report = await run;
        console.Summarise(report, options);
        if (parsed.GetValue(_json))
        {
            // What goes to standard output must not be mixed with the video.
            await (options.Output == "-" ? Console.Error : Console.Out).WriteLineAsync(ProcessSummary.ToJson(report, options));
        }

        return report.WasInterrupted ? CommandFaults.Interrupted : 0;
    }

    private static TimeSpan? Time(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { } text ? TimeOption.Parse(text) : null;

    private FileJobOptions ReadOptions(ParseResult parsed, INetworkFile model) => new()
    {
        Input = parsed.GetRequiredValue(_inputs)[0],
        Output = parsed.GetRequiredValue(_output),
        Masks = parsed.GetValue(_masks),
        Detections = parsed.GetValue(_detections),
        Thumbnails = parsed.GetValue(_thumbnails),
        Report = parsed.GetValue(_report),
        WeightsSha256 = parsed.GetValue(_report) is null ? null : FileHash.Of(model.Path),
        Reader = new VideoReaderOptions
        {
            Filter = parsed.GetValue(_filter),
            Start = Time(parsed, _start) ?? TimeSpan.Zero,
            Duration = Time(parsed, _duration),
        },
        Field = FieldOption.Read(parsed, _field),
        Redact = parsed.GetValue(_redact),
        Polyps = PolypOptions.Of(model.Metadata.Threshold, model.Metadata.MinArea, parsed.GetValue(_threshold), parsed.GetValue(_minArea)),
        Analysis = new AnalysisOptions { Every = parsed.GetValue(_every), FramesPerSecond = parsed.GetValue(_analysisRate) },
        Steady = new SteadyOptions { Enabled = parsed.GetValue(_steady) == "on", Measure = parsed.GetValue(_stats) },
        Overlay = new OverlayOptions { Style = OverlayOption.Read(parsed, _overlay), Legend = LegendOption.Read(parsed, _legend) },
        Writer = new VideoWriterOptions
        {
            Container = parsed.GetRequiredValue(_output) == "-" ? "matroska" : null,
            Codec = parsed.GetRequiredValue(_codec),
            Crf = parsed.GetValue(_crf),
            Preset = parsed.GetValue(_preset),
            Overwrite = parsed.GetValue(_overwrite),
        },
    };
}
