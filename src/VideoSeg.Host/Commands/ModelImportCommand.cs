using System.Collections.Immutable;
using System.CommandLine;
using VideoSeg.Model;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Weights;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg model import FILE.pth -o FILE.safetensors</c>: somebody's weights of the reference definition, as weights for this program.</summary>
internal sealed class ModelImportCommand
{
    private readonly Argument<string> _input = new Argument<string>("checkpoint")
    {
        Description = "A checkpoint of torch.save (PyTorch 1.6 or later): a state_dict, alone or under state_dict, model or model_state_dict; or a .safetensors file from elsewhere. " +
            "It is read as data: nothing in it is executed, and anything but tensors is refused.",
        HelpName = "FILE",
    }.NotEmpty();

    private readonly Option<string> _output = new Option<string>("--output", "-o") { Description = "The file of weights to write.", HelpName = "FILE.safetensors", Required = true }.NotEmpty();

    private readonly Option<string> _architecture = new Option<string>("--architecture")
    {
        Description = "The network that the checkpoint is of; its names and shapes must fit.",
        DefaultValueFactory = _ => ResUNetPlusPlus.Name,
    }.AcceptOnlyFromAmong([.. ArchitectureCatalog.Names]);

    private readonly Option<string> _classes = new("--classes")
    {
        Description = "Names of the network's output planes, separated by commas; of several the first must be called background.",
        HelpName = "NAMES",
        DefaultValueFactory = _ => "polyp",
    };

    private readonly Option<int> _size = new("--size")
    {
        Description = "Side of the square input that the network was trained for, in pixels, 1 to 4096, a multiple of 8 for the ResUNets, of 16 for the U-Nets.",
        HelpName = "N",
        DefaultValueFactory = _ => 352,
    };

    private readonly Option<string?> _name = new("--name") { Description = "Name of the weights. Default: the checkpoint's file name.", HelpName = "NAME" };

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace the output if it exists." };

    private ModelImportCommand(Command command)
    {
        command.Arguments.Add(_input);
        foreach (Option option in new Option[] { _output, _architecture, _classes, _size, _name, _overwrite })
        {
            command.Options.Add(option);
        }
    }

    public static Command Create()
    {
        var command = new Command("import", "Turn a PyTorch checkpoint or somebody's safetensors file of an architecture known here into a safetensors file of weights for this program.");
        var import = new ModelImportCommand(command);
        command.SetAction((parsed, cancellationToken) => Task.FromResult(import.Run(parsed, cancellationToken)));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        string input = parsed.GetRequiredValue(_input);
        string output = parsed.GetRequiredValue(_output);
        LocalOutput.RequireOther(output, input);
        LocalOutput.Prepare(output, parsed.GetValue(_overwrite));
        ImmutableArray<string> classes = ClassNames.Split(parsed.GetRequiredValue(_classes));
        if (ClassNames.Fault(classes) is { } fault)
        {
            throw new VideoSegException(FaultKind.Usage, $"--classes: {fault}");
        }

        int size = parsed.GetValue(_size);
        if (size is < 1 or > 4096)
        {
            throw new VideoSegException(FaultKind.Usage, $"--size: expected 1 to 4096, got {size}");
        }

        string name = parsed.GetValue(_name) ?? Path.GetFileNameWithoutExtension(input);
        if (ModelMetadata.FaultOfName(name) is { } nameFault)
        {
            throw new VideoSegException(FaultKind.Usage, $"--name: {nameFault}");
        }

        var metadata = new ModelMetadata
        {
            Architecture = parsed.GetRequiredValue(_architecture),
            Classes = classes,
            InputWidth = size,
            InputHeight = size,
            Name = name,
            Notice = "For research use only; not a medical device. Imported from weights from elsewhere, whose own terms apply.",
        };
        WeightSet weights = CheckpointImport.Read(input, metadata, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        SafetensorsFile.Write(output, weights);
        Console.Error.WriteLine($"{weights.Tensors.Count} tensors of {metadata.Architecture} written to {output}");
        return 0;
    }
}
