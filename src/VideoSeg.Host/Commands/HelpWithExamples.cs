using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace VideoSeg.Host.Commands;

/// <summary>Help as the parser writes it, with the command's examples below.</summary>
internal sealed class HelpWithExamples(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => help.ClearsParseErrors;

    /// <summary>Puts it in the place of the root command's help, which holds for all commands.</summary>
    public static void Install(RootCommand root)
    {
        HelpOption option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpWithExamples((SynchronousCommandLineAction)option.Action!);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int exitCode = help.Invoke(parseResult);
        (string CommandLine, string Meaning)[] examples = [.. CommandExamples.Of(CommandExamples.PathOf(parseResult.CommandResult.Command))];
        if (examples.Length > 0)
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach ((string commandLine, string meaning) in examples)
            {
                output.WriteLine($"  {commandLine}\n      {meaning}");
            }

            output.WriteLine();
        }

        return exitCode;
    }
}
