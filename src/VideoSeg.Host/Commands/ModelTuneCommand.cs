using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using VideoSeg.Model;
using VideoSeg.Model.Data;
using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Weights;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg model tune --images DIR --masks DIR</c>: the threshold and smallest area that do best on validation pictures.</summary>
internal sealed class ModelTuneCommand
{
    private static readonly ImmutableArray<double> Areas = [0, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01];

    private readonly Option<string> _images = new Option<string>("--images") { Description = "Folder of validation pictures (JPEG, PNG, TIFF).", HelpName = "DIR", Required = true }.NotEmpty();

    private readonly Option<string> _masks = new Option<string>("--masks") { Description = "Folder of their masks, as for evaluate.", HelpName = "DIR", Required = true }.NotEmpty();

    private readonly Option<string?> _split = new Option<string?>("--split")
    {
        Description = "Take only the pictures that this file names, one a line: a training run's holdout.txt. Never those that the model is scored on. Default: all.",
        HelpName = "FILE",
    }.NotEmpty();

    private readonly Option<string> _augment = AugmentOption.Create();

    private readonly Option<bool> _write = new("--write") { Description = "Put both values into the file of weights, in one step; needs --model, and neither --mode, --depth nor --augment." };

    private readonly Option<bool> _json = new("--json") { Description = "Print one last line of JSON on standard output; the table goes to standard error." };

    private readonly SegmenterArguments _segmenter;

    private ModelTuneCommand(Command command)
    {
        command.Options.Add(_images);
        command.Options.Add(_masks);
        command.Options.Add(_split);
        _segmenter = new SegmenterArguments(command);
        command.Options.Add(_augment);
        command.Options.Add(_write);
        command.Options.Add(_json);
    }

    public static Command Create()
    {
        var command = new Command("tune",
            "Try thresholds and smallest areas on validation pictures, and choose those with the highest mean Dice. Not for the pictures that the model is scored on: they decide nothing.");
        var tune = new ModelTuneCommand(command);
        command.SetAction(tune.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        SegmenterOptions segmenterOptions = _segmenter.Read(parsed);
        bool write = parsed.GetValue(_write);
        if (write && segmenterOptions.ModelPath is null)
        {
            throw new VideoSegException(FaultKind.Usage, "--write changes a file of weights: name it with --model");
        }

        if (write && (segmenterOptions.Mode is not null || segmenterOptions.Depth is not null || AugmentOption.IsWanted(parsed, _augment)))
        {
            throw new VideoSegException(FaultKind.Usage,
                "--write: the file's threshold holds for the whole network, looked at once, got --mode, --depth or --augment, which have one of their own. Leave --write out and give that threshold with --threshold, or leave the others out.");
        }

        IReadOnlyList<SegmentationSample> samples = SegmentationFolder.Open(parsed.GetRequiredValue(_images), parsed.GetRequiredValue(_masks), parsed.GetValue(_split));
        INetworkFile model = SegmenterFactory.Open(segmenterOptions);
        if (write && model is not ModelFile)
        {
            throw new VideoSegException(FaultKind.Usage, $"--write: expected a safetensors file of weights, found {model.Path}; put threshold and min_area into its description by hand");
        }

        if (write)
        {
            FileReplacement.Try(model.Path);
        }

        ImmutableArray<SweepPoint> points;
        await using (ISegmenter segmenter = AugmentOption.Apply(parsed, _augment, SegmenterFactory.Create(model, segmenterOptions)))
        using (PictureProgress progress = PictureProgress.OnStandardError(samples.Count))
        {
            var evaluator = new Evaluator(segmenter, new EvaluationOptions { SweepAreas = Areas });
            points = (await evaluator.EvaluateAsync(samples, progress, cancellationToken)).Sweep;
        }

        SweepPoint best = Choose(points);
        bool json = parsed.GetValue(_json);
        TextWriter text = json ? Console.Error : Console.Out;
        foreach (string line in ToLines(points, best, samples.Count))
        {
            await text.WriteLineAsync(line);
        }

        if (write && model is ModelFile file)
        {
            Write(file, best);
            await text.WriteLineAsync($"written into {file.Path}");
        }

        if (json)
        {
            await Console.Out.WriteLineAsync(ToJson(best, samples.Count, write));
        }

        return 0;
    }

    /// <summary>The highest mean Dice to four digits; of equal ones the smallest area, then the threshold nearest to a half.</summary>
    internal static SweepPoint Choose(IEnumerable<SweepPoint> points) =>
        points.OrderByDescending(point => Math.Round(point.Mean.Dice, 4)).ThenBy(point => point.MinArea).ThenBy(point => Math.Abs(point.Threshold - 0.5)).First();

    private static IEnumerable<string> ToLines(IReadOnlyList<SweepPoint> points, SweepPoint best, int pictures)
    {
        yield return "mean Dice by threshold (down) and smallest area (across)";
        yield return string.Concat(Areas.Select(area => Invariant($"{100 * area,8:0.##}%")).Prepend("      "));
        foreach (IGrouping<float, SweepPoint> row in points.GroupBy(point => point.Threshold))
        {
            yield return string.Concat(row.Select(point => Invariant($"{point.Mean.Dice,8:0.0000}{(point == best ? "*" : " ")}")).Prepend(Invariant($"{row.Key,6:0.00}")));
        }

        yield return Invariant($"best on these {pictures} pictures: threshold {best.Threshold:0.00}, smallest area {best.MinArea:0.####} (Dice {best.Mean.Dice:0.0000}, IoU {best.Mean.IoU:0.0000})");
    }

    private static string ToJson(SweepPoint best, int pictures, bool isWritten) => new JsonObject
    {
        ["images"] = pictures,
        ["threshold"] = Math.Round(best.Threshold, 6),
        ["min_area"] = best.MinArea,
        ["dice"] = Math.Round(best.Mean.Dice, 6),
        ["iou"] = Math.Round(best.Mean.IoU, 6),
        ["written"] = isWritten,
    }.ToJsonString();

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Write(ModelFile model, SweepPoint best) => SafetensorsFile.Write(model.Path, model.Weights.WithMetadata(model.Weights.Metadata
        .SetItem("threshold", best.Threshold.ToString("R", CultureInfo.InvariantCulture))
        .SetItem("min_area", best.MinArea.ToString("R", CultureInfo.InvariantCulture))));
}
