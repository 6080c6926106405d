using System.Collections.Immutable;
using System.CommandLine;
using VideoSeg.Model;
using VideoSeg.Model.Data;
using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Weights;
using VideoSeg.Pipeline.Scores;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg evaluate --images DIR --masks DIR</c>: how well a model finds the polyps of a data set.</summary>
internal sealed class EvaluateCommand
{
    /// <summary>Pictures in the report: some 600 kB.</summary>
    private const int WorstShown = 12;

    private readonly Option<string> _images = new Option<string>("--images") { Description = "Folder of pictures (JPEG, PNG, TIFF).", HelpName = "DIR", Required = true }.NotEmpty();

    private readonly Option<string> _masks = new Option<string>("--masks")
    {
        Description = "Folder of masks: a file of the same name (any extension) for each picture, of the same size; polyp white on black, or class indices (all but 0 are polyp).",
        HelpName = "DIR",
        Required = true,
    }.NotEmpty();

    private readonly Option<string?> _split = new Option<string?>("--split")
    {
        Description = "Evaluate only the pictures that this file names, one a line, with or without extension. Default: all.",
        HelpName = "FILE",
    }.NotEmpty();

    private readonly Option<string?> _sequences = new Option<string?>("--sequences")
    {
        Description = "Table of the video sequences that the pictures are frames of: CSV with the header sequence,first,last,frames; names are picture numbers, or end in one (frame-000012). " +
            "Each is scored by itself too, and intervals are drawn from sequences. Default: the pictures stand alone.",
        HelpName = "FILE",
    }.NotEmpty();

    private readonly Option<float?> _threshold = ThresholdOption.Create();

    private readonly Option<double?> _minArea = MinAreaOption.Create();

    private readonly Option<string> _augment = AugmentOption.Create();

    private readonly Option<double?> _rate = new Option<double?>("--fps")
    {
        Description = "Also score the pictures as video of so many frames a second, 2 to 1000: polyps found, delay of the first mark, false alarms a minute. They are taken by --sequences, " +
            "or all as one sequence in the order of the numbers that their names end in. Not with --augment.",
        HelpName = "RATE",
    }.Require(rate => rate is null or (>= 2 and <= 1000), "2 to 1000 (of fewer no polyp could be followed)");

    private readonly Option<string?> _report = new Option<string?>("--report")
    {
        Description = "Also write a report for people, one page of HTML: scores, curves, the worst pictures. It holds pictures of the data set.",
        HelpName = "FILE.html",
    }.NotEmpty();

    private readonly Option<string?> _csv = new Option<string?>("--csv") { Description = "Also write the scores of each picture.", HelpName = "FILE" }.NotEmpty();

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace the file of scores, or the report, if it exists." };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print one last line of JSON on standard output (images, dice, iou, precision, recall, f2, miou2, ...); the table goes to standard error.",
    };

    private readonly SegmenterArguments _segmenter;

    private EvaluateCommand(Command command)
    {
        command.Options.Add(_images);
        command.Options.Add(_masks);
        command.Options.Add(_split);
        command.Options.Add(_sequences);
        _segmenter = new SegmenterArguments(command);
        command.Options.Add(_threshold);
        command.Options.Add(_minArea);
        command.Options.Add(_augment);
        command.Options.Add(_rate);
        command.Options.Add(_report);
        command.Options.Add(_csv);
        command.Options.Add(_overwrite);
        command.Options.Add(_json);
    }

    public static Command Create()
    {
        var command = new Command("evaluate",
            "Score a model on pictures with masks: Dice, IoU, precision, recall and F2 of the polyp, and the two-class mean IoU, each computed at the picture's " +
            "own resolution and averaged over the pictures, with its 95 % interval.");
        var evaluate = new EvaluateCommand(command);
        command.SetAction(evaluate.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_rate) is not null && AugmentOption.IsWanted(parsed, _augment))
        {
            throw new VideoSegException(FaultKind.Usage, "expected --fps or --augment, got both: recordings and streams are looked at once. Leave one of them out.");
        }

        IReadOnlyList<SegmentationSample> samples = SegmentationFolder.Open(
            parsed.GetRequiredValue(_images), parsed.GetRequiredValue(_masks), parsed.GetValue(_split));
        IReadOnlyDictionary<string, int> sequences = ImmutableDictionary<string, int>.Empty;
        if (parsed.GetValue(_sequences) is { } table)
        {
            (samples, sequences) = FrameSequence.Arrange(samples, FrameSequence.ReadTable(table));
        }
        else if (parsed.GetValue(_rate) is not null)
        {
            samples = FrameSequence.InOrder(samples);
        }

        SegmenterOptions segmenterOptions = _segmenter.Read(parsed);
        INetworkFile model = SegmenterFactory.Open(segmenterOptions);
        double minArea = parsed.GetValue(_minArea) ?? model.Metadata.MinArea;
        float threshold = parsed.GetValue(_threshold) ?? model.Metadata.Threshold;
        string? report = parsed.GetValue(_report), hash = null;
        PrepareOutputs(parsed, model.Path);
        if (report is not null)
        {
            hash = FileHash.Of(model.Path);
        }

        using ScoreTable? scores = parsed.GetValue(_csv) is { } csv ? new ScoreTable(csv) : null;
        using VideoScorer? scorer = parsed.GetValue(_rate) is { } rate
            ? new VideoScorer(new VideoScoreOptions { FramesPerSecond = rate, Sequences = sequences, Polyps = PolypOptions.Of(model.Metadata.Threshold, model.Metadata.MinArea, threshold, parsed.GetValue(_minArea)) })
            : null;
        var options = new EvaluationOptions
        {
            Threshold = threshold,
            MinArea = minArea,
            Sequences = sequences,
            Histogram = report is not null,
            SweepAreas = report is null ? [] : [minArea],
            WorstCases = report is null ? 0 : WorstShown,
            Observer = scorer,
        };
        await using ISegmenter segmenter = AugmentOption.Apply(parsed, _augment, SegmenterFactory.Create(model, segmenterOptions));

        EvaluationResult result;
        using (PictureProgress progress = PictureProgress.OnStandardError(samples.Count))
        {
            var evaluator = new Evaluator(segmenter, options);
            result = await evaluator.EvaluateAsync(samples, progress, cancellationToken);
        }

        EvaluationSummary summary = result.Summarise();
        VideoScores? video = scorer?.Finish();
        bool json = parsed.GetValue(_json);
        TextWriter text = json ? Console.Error : Console.Out;
        foreach (string line in EvaluationReport.ToLines(result, summary, video, segmenter.Info, options))
        {
            await text.WriteLineAsync(line);
        }

        if (json)
        {
            await Console.Out.WriteLineAsync(EvaluationReport.ToJson(result, summary, video, segmenter.Info, options));
        }

        // Last: a disk that is full must not hide the scores; nor does one file that cannot be written take the other with it.
        try
        {
            scores?.Write(result);
        }
        finally
        {
            if (report is not null)
            {
                EvaluationFiles.WriteReport(report, result, summary, video, segmenter.Info, options, hash!, NameOf(parsed), Settings(parsed, options));
            }
        }

        return 0;
    }

    /// <summary>The folder's name, or that of the folder above where it is called <c>images</c>, and the split's.</summary>
    private string NameOf(ParseResult parsed)
    {
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(parsed.GetRequiredValue(_images)));
        string name = Path.GetFileName(folder) is "images" && Path.GetFileName(Path.GetDirectoryName(folder)) is { Length: > 0 } above ? above : Path.GetFileName(folder);
        return parsed.GetValue(_split) is { } split ? $"{name}, {Path.GetFileName(split)}" : name;
    }

    private ImmutableArray<(string, string)> Settings(ParseResult parsed, EvaluationOptions options) =>
    [
        ("threshold", FormattableString.Invariant($"{options.Threshold:0.######}")),
        ("min-area", FormattableString.Invariant($"{options.MinArea:0.######}")),
        ("augment", parsed.GetRequiredValue(_augment)),
        ("images", parsed.GetRequiredValue(_images)),
        ("masks", parsed.GetRequiredValue(_masks)),
        ("split", parsed.GetValue(_split) ?? "all"),
        ("sequences", parsed.GetValue(_sequences) ?? "none"),
    ];

    /// <summary>Before the work: what is in the way of the outputs is found out now.</summary>
    private void PrepareOutputs(ParseResult parsed, string model)
    {
        string[] inputs = [.. new[] { model, parsed.GetValue(_split), parsed.GetValue(_sequences) }.OfType<string>()];
        bool overwrite = parsed.GetValue(_overwrite);
        if (parsed.GetValue(_csv) is { } csv)
        {
            LocalOutput.RequireOther(csv, inputs);
            LocalOutput.Prepare(csv, overwrite, takesDevices: true);
        }

        if (parsed.GetValue(_report) is { } report)
        {
            LocalOutput.RequireOther(report, [.. inputs, .. new[] { parsed.GetValue(_csv) }.OfType<string>()]);
            LocalOutput.Prepare(report, overwrite);
            FileReplacement.Try(report);
        }
    }
}
