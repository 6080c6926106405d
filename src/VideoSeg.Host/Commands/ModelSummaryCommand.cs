using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using VideoSeg.Model.Graph;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg model summary ARCHITECTURE|FILE</c>: the table of a network's stages, parameters and work.</summary>
internal sealed class ModelSummaryCommand
{
    private const int RedirectedWidth = 120;

    private readonly NetworkArguments _network;

    private ModelSummaryCommand(Command command) => _network = new(command);

    public static Command Create()
    {
        var command = new Command("summary", "Print a network's stages with output shape, trainable parameters and multiply-accumulates.");
        var summary = new ModelSummaryCommand(command);
        command.SetAction(parsed => summary.Run(parsed));
        return command;
    }

    private void Run(ParseResult parsed)
    {
        if (_network.FindScript(parsed) is { } script)
        {
            foreach (string line in ScriptSummary.ToLines(script))
            {
                Console.Out.WriteLine(line);
            }

            return;
        }

        ChosenNetwork network = _network.Read(parsed);
        GraphSummary summary = GraphSummary.Create(network.Graph, network.Height, network.Width);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = RedirectedWidth;
        }

        Console.Out.WriteLine($"{network.Title} at {network.Width} x {network.Height}");
        console.Write(Table(network.Graph, summary));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{network.Graph.TrainableCount:N0} trainable parameters, {network.Graph.TrainableCount + network.Graph.StatisticCount:N0} with running statistics, {summary.MultiplyAccumulates / 1e9:0.00} GMAC"));
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
