using System.CommandLine;
using VideoSeg.Model;
using VideoSeg.Model.Data;
using VideoSeg.Model.Training;
using VideoSeg.Model.Weights;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg model average A B C -o OUT</c>: one network from several trainings.</summary>
internal sealed class ModelAverageCommand
{
    private readonly Argument<string[]> _models = new("models")
    {
        Description = "Two or more files of weights of the same architecture, classes and input size, best of trainings that began with the same weights.",
        HelpName = "FILE.safetensors",
        Arity = new ArgumentArity(2, 100),
    };

    private readonly Option<string> _output = new Option<string>("--output", "-o") { Description = "The file of weights to write.", HelpName = "FILE.safetensors", Required = true }.NotEmpty();

    private readonly Option<string?> _images = new Option<string?>("--images")
    {
        Description = "Folder of pictures that the networks were trained on, to measure the batch norms' statistics on; without it those are averaged too.",
        HelpName = "DIR",
    }.NotEmpty();

    private readonly Option<string?> _split = new Option<string?>("--split")
    {
        Description = "Take only the pictures that this file names, one a line, with or without extension; without it all.",
        HelpName = "FILE",
    }.NotEmpty();

    private readonly Option<int> _threads = new Option<int>("--threads")
    {
        Description = "Processor threads, 0 to 1024; 0: as OMP_NUM_THREADS says, else one a physical core.",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    }.Require(threads => threads is >= 0 and <= 1024, "0 to 1024");

    private readonly Option<string?> _name = new("--name") { Description = "Name of the weights; without it that of the first.", HelpName = "NAME" };

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace the output if it exists." };

    private ModelAverageCommand(Command command)
    {
        command.Arguments.Add(_models);
        foreach (Option option in new Option[] { _output, _images, _split, _threads, _name, _overwrite })
        {
            command.Options.Add(option);
        }
    }

    public static Command Create()
    {
        var command = new Command("average", "Average the weights of several trainings of one network.");
        var average = new ModelAverageCommand(command);
        command.SetAction(average.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        string[] files = parsed.GetRequiredValue(_models);
        (string output, string? images) = (parsed.GetRequiredValue(_output), parsed.GetValue(_images));
        if (images is null && parsed.GetValue(_split) is not null)
        {
            throw new VideoSegException(FaultKind.Usage, "--split: expected --images with it, the folder that the names are looked for in");
        }

        string? name = parsed.GetValue(_name);
        if (name is not null && ModelMetadata.FaultOfName(name) is { } fault)
        {
            throw new VideoSegException(FaultKind.Usage, $"--name: {fault}");
        }

        LocalOutput.RequireOther(output, files);
        LocalOutput.Prepare(output, parsed.GetValue(_overwrite));
        var tuned = new HashSet<(float, double)>();
        ModelFile mean = WeightAveraging.Mean(files.Select(file =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            ModelFile model = ModelFile.Open(file);
            tuned.Add((model.Metadata.Threshold, model.Metadata.MinArea));
            return model;
        }));
        if (tuned.Count > 1)
        {
            await Console.Error.WriteLineAsync("note: threshold and smallest area differ between the files and are the defaults now; choose them for the mean with ./videoseg model tune");
        }

        WeightSet weights = mean.Weights;
        if (images is null)
        {
            await Console.Error.WriteLineAsync("warning: the batch norms' statistics are averaged, which fits networks that lie near each other only; give --images to measure them");
        }
        else
        {
            IReadOnlyList<string> pictures = SegmentationFolder.Pictures(images, parsed.GetValue(_split));
            using PictureProgress progress = PictureProgress.OnStandardError(pictures.Count);

            // A thread of its own: libtorch's OpenMP team belongs to the thread that calls it.
            weights = await Task.Factory.StartNew(
                () => WeightAveraging.MeasureStatistics(mean, pictures, parsed.GetValue(_threads), progress, cancellationToken),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        ModelMetadata metadata = mean.Metadata with { Name = name ?? mean.Metadata.Name };
        SafetensorsFile.Write(output, weights.WithMetadata(metadata.ToDictionary()));
        await Console.Error.WriteLineAsync($"the mean of {files.Length} files written to {output}");
        return 0;
    }
}
