using System.CommandLine;
using VideoSeg.Model;

namespace VideoSeg.Host.Commands;

/// <summary>The command line: its commands, and what becomes of their faults.</summary>
internal static class CommandLine
{
    /// <summary>Parses and runs; returns the exit code (0 done; 1 done in part; 2 usage; 3 input; 4 output; 5 engine; 70 bug; 130 interrupted).</summary>
    public static async Task<int> RunAsync(string[] arguments) =>
        // The audit asks the native libraries, which may be what failed.
        await GuardAsync(async () => HandleAudit.Finish(await GuardAsync(() => DispatchAsync(arguments))));

    private static async Task<int> GuardAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e)
        {
            return CommandFaults.Report(e, Console.Error);
        }
    }

    private static async Task<int> DispatchAsync(string[] arguments)
    {
        ParseResult parsed = Root().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"error: {error.Message}");
            }

            await Console.Error.WriteLineAsync($"Try: videoseg {string.Join(' ', arguments.TakeWhile(a => !a.StartsWith('-')).Take(1))} --help");
            return (int)FaultKind.Usage;
        }

        // A command may take as long as it needs to end in order, so signals are handled here and not by the parser, which gives up after a while.
        using var interruption = new Interruption();
        return await parsed.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token);
    }

    /// <summary>What is parsed: all commands, and help with examples.</summary>
    internal static RootCommand Root()
    {
        var root = new RootCommand("VideoSeg finds polyps in colonoscopy video. For research use; not a medical device.");
        foreach (Command command in Commands())
        {
            root.Subcommands.Add(command);
        }

        HelpWithExamples.Install(root);
        return root;
    }

    internal static IEnumerable<Command> Commands()
    {
        yield return ProcessCommand.Create();
        yield return ServeCommand.Create();
        yield return TrainCommand.Create();
        yield return SynthCommand.Create();
        yield return EvaluateCommand.Create();
        yield return PredictCommand.Create();
        yield return ModelCommand.Create();
        yield return DataCommand.Create();
        yield return DisplaysCommand.Create();
        yield return DoctorCommand.Create();
        yield return CompletionCommand.Create();
    }
}
