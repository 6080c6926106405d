using System.CommandLine;
using VideoSeg.Model;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Weights;

namespace VideoSeg.Host.Commands;

/// <summary>The argument and option of commands that look at a network: which, and at what size.</summary>
internal sealed class NetworkArguments
{
    private const int DefaultSize = 352;

    private readonly Argument<string?> _model;

    private readonly HeadArguments _heads;

    private readonly Option<int?> _size = new("--size")
    {
        Description = $"Side of the square input in pixels, 1 to 4096, a multiple of 8 for the ResUNets, of 16 for the U-Nets. Default: the file's own size, else {DefaultSize}.",
        HelpName = "N",
    };

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="optional">Whether the network may be left out: the shipped weights are meant then.</param>
    public NetworkArguments(Command command, bool optional = false)
    {
        _model = new Argument<string?>("model")
        {
            Description = $"An architecture ({string.Join(", ", ArchitectureCatalog.Names)}) or a safetensors file of weights."
                + (optional ? $" Default: the shipped {ModelFile.ShippedPath}." : ""),
            HelpName = "ARCHITECTURE|FILE",
            Arity = optional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        }.NotEmpty();
        _size.Require(side => side is null or (>= 1 and <= 4096), "1 to 4096");
        command.Arguments.Add(_model);
        command.Options.Add(_size);
        _heads = new HeadArguments(command, unasked: "all of them");
    }

    /// <summary>The file that was named, if it is a TorchScript program, of which no graph can be read; else null.</summary>
    /// <exception cref="VideoSegException">It is one, and a size or heads of a graph were asked for (<see cref="FaultKind.Usage"/>).</exception>
    public string? FindScript(ParseResult parsed)
    {
        if (parsed.GetValue(_model) is not { } name || TorchFile.KindOf(name) != TorchFileKind.Script)
        {
            return null;
        }

        if (parsed.GetValue(_size) is not null)
        {
            throw new VideoSegException(FaultKind.Usage, $"expected no --size for {name}, a TorchScript file, of which nothing can be counted at any size; leave it out");
        }

        return _heads.Read(parsed).IsMade ? throw HeadChoice.FaultOfScript() : name;
    }

    /// <summary>What was chosen.</summary>
    /// <exception cref="VideoSegException">There is no such architecture or file, the file is no model, or it has no heads to choose from.</exception>
    public ChosenNetwork Read(ParseResult parsed)
    {
        ChosenNetwork network = Find(parsed.GetValue(_model), _heads.Read(parsed));
        return parsed.GetValue(_size) is { } side ? network with { Height = side, Width = side } : network;
    }

    private static ChosenNetwork Find(string? name, HeadChoice heads)
    {
        // Neither a file nor the name of one: most likely a misspelt architecture.
        if (name is not null && (ArchitectureCatalog.Contains(name) || (!File.Exists(name) && Path.GetExtension(name).Length == 0)))
        {
            NetworkGraph graph = heads.ApplyTo(ArchitectureCatalog.Build(name));
            return new(heads.IsMade ? $"{name}, {heads}" : name, graph, null, DefaultSize, DefaultSize);
        }

        ModelFile model = heads.ApplyTo(ModelFile.Open(name));
        string title = $"{model.Metadata.Name} ({model.Graph.Name}; {string.Join(", ", model.Metadata.Classes)})";
        return new(title, model.Graph, model.Weights, model.Metadata.InputHeight, model.Metadata.InputWidth);
    }
}
