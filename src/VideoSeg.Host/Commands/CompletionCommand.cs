using System.CommandLine;
using VideoSeg.Host.Completion;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg completion SHELL</c>: prints the script that teaches a shell to complete this program's command lines.</summary>
internal static class CompletionCommand
{
    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "The shell.", HelpName = string.Join('|', CompletionScript.Shells) }
            .AcceptOnlyFromAmong([.. CompletionScript.Shells]);
        var command = new Command("completion", "Print a script with which a shell completes commands, options, their values and file names.") { shell };
        command.SetAction(parsed => Console.Out.Write(CompletionScript.For(parsed.GetRequiredValue(shell))));
        return command;
    }
}
