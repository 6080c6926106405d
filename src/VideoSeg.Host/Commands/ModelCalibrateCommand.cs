using System.CommandLine;
using VideoSeg.Model;
using VideoSeg.Model.Data;
using VideoSeg.Model.OneDnn.Calibration;
using VideoSeg.Model.Weights;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg model calibrate --images DIR</c>: what int8 needs to know of a file of weights.</summary>
internal sealed class ModelCalibrateCommand
{
    private readonly Argument<string?> _model = new Argument<string?>("model")
    {
        Description = "Weights, a safetensors file of this program's. Default: the shipped models/resunetpp-kvasir.safetensors.",
        HelpName = "FILE.safetensors",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _images = new Option<string>("--images")
    {
        Description = "Folder of pictures like those that the network was trained on (JPEG, PNG, TIFF); not those that it is scored on.",
        HelpName = "DIR",
        Required = true,
    }.NotEmpty();

    private readonly Option<string?> _split = new Option<string?>("--split")
    {
        Description = "Take only the pictures that this file names, one a line, with or without extension. Default: all.",
        HelpName = "FILE",
    }.NotEmpty();

    private readonly Option<int> _count = new Option<int>("--count")
    {
        Description = "How many of them, evenly spread, 1 to 100000.",
        HelpName = "N",
        DefaultValueFactory = _ => 128,
    }.Require(count => count is >= 1 and <= 100_000, "1 to 100000");

    private readonly Option<int> _threads = new Option<int>("--threads")
    {
        Description = "Processor threads, 0 to 1024; 0: as OMP_NUM_THREADS says, else one a physical core.",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    }.Require(threads => threads is >= 0 and <= 1024, "0 to 1024");

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace an earlier calibration." };

    private ModelCalibrateCommand(Command command)
    {
        command.Arguments.Add(_model);
        foreach (Option option in new Option[] { _images, _split, _count, _threads, _overwrite })
        {
            command.Options.Add(option);
        }
    }

    public static Command Create()
    {
        var command = new Command("calibrate",
            "Measure on pictures what a network's values range over, so that it can run in int8. The result lies beside the weights, NAME.calibration.safetensors, and holds for them alone.");
        var calibrate = new ModelCalibrateCommand(command);
        command.SetAction(calibrate.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        ModelFile model = ModelFile.Open(parsed.GetValue(_model));
        string path = Calibrator.PathFor(model);
        if (File.Exists(path) && !parsed.GetValue(_overwrite))
        {
            throw new VideoSegException(FaultKind.Output, $"{path} exists; add --overwrite to replace it");
        }

        IReadOnlyList<string> pictures = Spread(SegmentationFolder.Pictures(parsed.GetRequiredValue(_images), parsed.GetValue(_split)), parsed.GetValue(_count));
        using PictureProgress progress = PictureProgress.OnStandardError(pictures.Count);
        await Calibrator.RunAsync(model, pictures, parsed.GetValue(_threads), progress, cancellationToken);
        Console.Error.WriteLine($"calibrated on {pictures.Count} pictures: {path}");
        return 0;
    }

    private static IReadOnlyList<string> Spread(IReadOnlyList<string> all, int count) =>
        count >= all.Count ? all : [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)])];
}
