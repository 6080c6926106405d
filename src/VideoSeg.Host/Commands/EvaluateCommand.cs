using System.Collections.Immutable;
using System.CommandLine;
using VideoSeg.Model.Data;
using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Weights;
using VideoSeg.Pipeline.Encode;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg evaluate --images DIR --masks DIR</c>: how well a model finds the polyps of a data set.</summary>
internal sealed class EvaluateCommand
{
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

    private readonly Option<string?> _csv = new Option<string?>("--csv") { Description = "Also write the scores of each picture.", HelpName = "FILE" }.NotEmpty();

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace the file of scores if it exists." };

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
        IReadOnlyList<SegmentationSample> samples = SegmentationFolder.Open(
            parsed.GetRequiredValue(_images), parsed.GetRequiredValue(_masks), parsed.GetValue(_split));
        IReadOnlyDictionary<string, int> sequences = ImmutableDictionary<string, int>.Empty;
        if (parsed.GetValue(_sequences) is { } table)
        {
            (samples, sequences) = FrameSequence.Arrange(samples, FrameSequence.ReadTable(table));
        }

        SegmenterOptions segmenterOptions = _segmenter.Read(parsed);
        INetworkFile model = SegmenterFactory.Open(segmenterOptions);
        var options = new EvaluationOptions { Threshold = parsed.GetValue(_threshold) ?? model.Metadata.Threshold, Sequences = sequences };
        using ScoreTable? scores = OpenScores(parsed.GetValue(_csv), parsed.GetValue(_overwrite));
        await using ISegmenter segmenter = SegmenterFactory.Create(model, segmenterOptions);

        EvaluationResult result;
        using (PictureProgress progress = PictureProgress.OnStandardError(samples.Count))
        {
            var evaluator = new Evaluator(segmenter, options);
            result = await evaluator.EvaluateAsync(samples, progress, cancellationToken);
        }

        EvaluationSummary summary = result.Summarise();
        bool json = parsed.GetValue(_json);
        TextWriter text = json ? Console.Error : Console.Out;
        foreach (string line in EvaluationReport.ToLines(result, summary, segmenter.Info, options))
        {
            await text.WriteLineAsync(line);
        }

        if (json)
        {
            await Console.Out.WriteLineAsync(EvaluationReport.ToJson(result, summary, segmenter.Info, options));
        }

        // Last: a disk that is full must not hide the scores.
        scores?.Write(result);

        return 0;
    }

    /// <summary>Opened before the work: what is in the way is found out now.</summary>
    private static ScoreTable? OpenScores(string? path, bool overwrite)
    {
        if (path is null)
        {
            return null;
        }

        OutputFile.Prepare(path, overwrite);
        return new ScoreTable(path);
    }
}
