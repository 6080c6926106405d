using System.CommandLine;
using Spectre.Console;
using VideoSeg.Model.Compile;
using VideoSeg.Model.Weights;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg model compile [ARCHITECTURE|FILE]</c>: what the compiler makes of a network, and what that saves.</summary>
internal sealed class ModelCompileCommand
{
    private const int RedirectedWidth = 120;

    private readonly NetworkArguments _network;

    private readonly Option<bool> _explain = new("--explain")
    {
        Description = "Print what each pass changed, then the plan: every operation that is left, with its inputs, output shape, work and memory traffic.",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print one JSON object on one line instead: network, width, height, original, compiled, passes, plan.",
    };

    private ModelCompileCommand(Command command)
    {
        _network = new(command, optional: true);
        command.Options.Add(_explain);
        command.Options.Add(_json);
    }

    public static Command Create()
    {
        var command = new Command("compile", "Rewrite a network for inference and tell what work that saves. Nothing is written.");
        var compile = new ModelCompileCommand(command);
        command.SetAction(parsed => compile.Run(parsed));
        return command;
    }

    private void Run(ParseResult parsed)
    {
        ChosenNetwork network = _network.Read(parsed);

        // The plan depends on the graph alone: any weights give it.
        WeightSet weights = network.Weights ?? WeightInitializer.Create(network.Graph, seed: 0);
        CompilationReport report = NetworkCompiler.Explain(network.Graph, weights, network.Height, network.Width);
        if (parsed.GetValue(_json))
        {
            Console.Out.WriteLine(CompilationText.ToJson(network, report));
            return;
        }

        Console.Out.WriteLine($"{network.Title} at {network.Width} x {network.Height}");
        if (parsed.GetValue(_explain))
        {
            IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
            if (Console.IsOutputRedirected)
            {
                console.Profile.Width = RedirectedWidth;
            }

            console.Write(CompilationText.PassTable(report));
            console.Write(CompilationText.PlanTable(report.Compiled));
        }

        Console.Out.WriteLine(CompilationText.Totals(report));
    }
}
