using VideoSeg.Model;

namespace VideoSeg.Host.Commands;

/// <summary>What becomes of an exception that ends a command: a line for people, and the exit code.</summary>
internal static class CommandFaults
{
    /// <summary>Exit code of a command that was interrupted (128 + SIGINT).</summary>
    public const int Interrupted = 130;

    /// <summary>Exit code of a command that met a bug (EX_SOFTWARE of sysexits.h).</summary>
    public const int InternalError = 70;

    /// <summary>Name of the environment variable that, set to 1, adds the stack trace to the message about any fault.</summary>
    public const string DebugVariable = "VIDEOSEG_DEBUG";

    /// <summary>Tells <paramref name="fault"/> on <paramref name="errors"/> and returns the exit code.</summary>
    public static int Report(Exception fault, TextWriter errors)
    {
        (int exitCode, string message) = fault switch
        {
            VideoSegException e => ((int)e.Kind, $"error: {e.Message}"),
            OperationCanceledException => (Interrupted, "interrupted"),
            // The net below the messages that name the file's purpose: what is missing or ends early was read, all else mostly written.
            FileNotFoundException or EndOfStreamException => ((int)FaultKind.Input, $"error: cannot read a file: {OneLine(fault)}"),
            IOException or UnauthorizedAccessException => ((int)FaultKind.Output, $"error: cannot read or write a file: {OneLine(fault)}"),
            _ => (InternalError, $"internal error: {fault.GetType().Name}: {OneLine(fault)} " +
                $"This is a bug: please report it, with the output of the same command with {DebugVariable}=1."),
        };
        errors.WriteLine(message);
        if (Environment.GetEnvironmentVariable(DebugVariable) == "1")
        {
            errors.WriteLine(fault);
        }

        return exitCode;
    }

    private static string OneLine(Exception fault) => fault.Message.ReplaceLineEndings(" ");
}
