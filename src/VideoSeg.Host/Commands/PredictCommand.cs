using System.CommandLine;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Weights;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Stills;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg predict IMAGES|DIR... -o DIR</c>: the polyps of still pictures.</summary>
internal sealed class PredictCommand
{
    private readonly Argument<string[]> _inputs = new Argument<string[]>("inputs")
    {
        Description = "Pictures (JPEG, PNG, TIFF) and folders of them; sub-folders are not entered.",
        HelpName = "IMAGES|DIR",
        Arity = ArgumentArity.OneOrMore,
    }.NotEmpty();

    private readonly Option<string> _output = new Option<string>("--output", "-o")
    {
        Description = "Folder of the outputs, made if it is missing: NAME.mask.png (255 polyp, 0 else) of each picture NAME, at its own resolution.",
        HelpName = "DIR",
        Required = true,
    }.NotEmpty();

    private readonly Option<bool> _probabilities = new("--probabilities") { Description = "Also write NAME.prob.png: the probability times 255." };

    private readonly Option<string> _overlay = OverlayOption.Create(
        "Also write NAME.overlay.png, the picture with its polyps marked: a thin contour, a translucent fill, the probabilities as a heatmap, or a box. " +
        "Polyps smaller than --min-area, the model's own smallest area or else 0.0005 of the picture are not drawn.",
        OverlayStyle.None);

    private readonly Option<string> _legend = LegendOption.Create();

    private readonly Option<float?> _threshold = ThresholdOption.Create();

    private readonly Option<double?> _minArea = MinAreaOption.Create();

    private readonly Option<string> _augment = AugmentOption.Create();

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace outputs that exist. The inputs are never written to." };

    private readonly SegmenterArguments _segmenter;

    private PredictCommand(Command command)
    {
        command.Arguments.Add(_inputs);
        command.Options.Add(_output);
        command.Options.Add(_probabilities);
        command.Options.Add(_overlay);
        command.Options.Add(_legend);
        command.Options.Add(_threshold);
        command.Options.Add(_minArea);
        command.Options.Add(_augment);
        _segmenter = new SegmenterArguments(command);
        command.Options.Add(_overwrite);
    }

    /// <summary>Exit code when some pictures could not be read and the rest was done.</summary>
    public const int DoneInPart = 1;

    public static Command Create()
    {
        var command = new Command("predict",
            "Find the polyps in still pictures and write masks, probabilities and overlays. A picture that cannot be read is reported, the rest go on, and the exit code is 1.");
        var predict = new PredictCommand(command);
        command.SetAction(predict.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        SegmenterOptions segmenterOptions = _segmenter.Read(parsed);
        IReadOnlyList<StillInput> inputs = StillInput.Find(parsed.GetRequiredValue(_inputs));
        INetworkFile model = SegmenterFactory.Open(segmenterOptions);
        var options = new StillOptions
        {
            OutputFolder = parsed.GetRequiredValue(_output),
            Polyps = PolypOptions.Of(model.Metadata.Threshold, model.Metadata.MinArea, parsed.GetValue(_threshold), parsed.GetValue(_minArea)),
            MaskMinArea = parsed.GetValue(_minArea) ?? model.Metadata.MinArea,
            Probabilities = parsed.GetValue(_probabilities),
            Overlay = new OverlayOptions { Style = OverlayOption.Read(parsed, _overlay), Legend = LegendOption.Read(parsed, _legend) },
            Overwrite = parsed.GetValue(_overwrite),
        };
        StillOutputs.Prepare(inputs, options);
        await using ISegmenter segmenter = AugmentOption.Apply(parsed, _augment, SegmenterFactory.Create(model, segmenterOptions));

        StillReport report;
        using (PictureProgress progress = PictureProgress.OnStandardError(inputs.Count))
        {
            var predictor = new StillPredictor(segmenter, options, TimeProvider.System);
            report = await predictor.RunAsync(inputs, progress, fault => progress.Message($"error: {fault.Message}"), cancellationToken);
        }

        SegmenterInfo info = segmenter.Info;
        await Console.Error.WriteLineAsync(
            FormattableString.Invariant($"{report.Done} of {inputs.Count} pictures in {report.Elapsed.TotalSeconds:0.0} s, polyps in {report.WithPolyps} ") +
            $"({info.Engine}, {info.Precision}, {info.Device}, {info.Model}); outputs: {options.OutputFolder}");
        return report.Faults.Length == 0 ? 0 : DoneInPart;
    }
}
