using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Weights;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg model summary ARCHITECTURE|FILE</c>: the table of a network's stages, parameters and work.</summary>
internal sealed class ModelSummaryCommand
{
    private const int DefaultSize = 352;

    private const int RedirectedWidth = 120;

    private readonly Argument<string> _model = new Argument<string>("model")
    {
        Description = $"An architecture ({string.Join(", ", ArchitectureCatalog.Names)}) or a safetensors file of weights.",
        HelpName = "ARCHITECTURE|FILE",
    }.NotEmpty();

    private readonly Option<int?> _size = new("--size")
    {
        Description = $"Side of the square input in pixels, 1 to 4096, a multiple of 8 for resunet and resunetpp, of 16 for the others. Default: the file's own size, else {DefaultSize}.",
        HelpName = "N",
    };

    private ModelSummaryCommand(Command command)
    {
        _size.Require(side => side is null or (>= 1 and <= 4096), "1 to 4096");
        command.Arguments.Add(_model);
        command.Options.Add(_size);
    }

    public static Command Create()
    {
        var command = new Command("summary", "Print a network's stages with output shape, trainable parameters and multiply-accumulates.");
        var summary = new ModelSummaryCommand(command);
        command.SetAction(parsed => summary.Run(parsed));
        return command;
    }

    private void Run(ParseResult parsed)
    {
        string name = parsed.GetRequiredValue(_model);
        NetworkGraph graph;
        (int Height, int Width) size = (DefaultSize, DefaultSize);
        string title;
        if (ArchitectureCatalog.Contains(name))
        {
            graph = ArchitectureCatalog.Build(name);
            title = name;
        }
        else if (!File.Exists(name) && Path.GetExtension(name).Length == 0)
        {
            // Neither a file nor the name of one: most likely a misspelt architecture.
            graph = ArchitectureCatalog.Build(name);
            title = name;
        }
        else
        {
            ModelFile model = ModelFile.Open(name);
            graph = model.Graph;
            size = (model.Metadata.InputHeight, model.Metadata.InputWidth);
            title = $"{model.Metadata.Name} ({graph.Name}; {string.Join(", ", model.Metadata.Classes)})";
        }

        if (parsed.GetValue(_size) is { } side)
        {
            size = (side, side);
        }

        GraphSummary summary = GraphSummary.Create(graph, size.Height, size.Width);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = RedirectedWidth;
        }

        Console.Out.WriteLine($"{title} at {size.Width} x {size.Height}");
        console.Write(Table(graph, summary));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{graph.TrainableCount:N0} trainable parameters, {graph.TrainableCount + graph.StatisticCount:N0} with running statistics, {summary.MultiplyAccumulates / 1e9:0.00} GMAC"));
    }

    private static Table Table(NetworkGraph graph, GraphSummary summary)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("stage").AddColumn("output (C x H x W)")
            .AddColumn(new TableColumn("parameters").RightAligned()).AddColumn(new TableColumn("GMAC").RightAligned());
        foreach (StageSummary stage in summary.Stages)
        {
            table.AddRow(stage.Name, stage.Output.ToString(), Count(stage.Parameters), Giga(stage.MultiplyAccumulates));
        }

        return table.AddRow("all", "", Count(graph.TrainableCount), Giga(summary.MultiplyAccumulates));
    }

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Giga(long number) => (number / 1e9).ToString("0.000", CultureInfo.InvariantCulture);
}
