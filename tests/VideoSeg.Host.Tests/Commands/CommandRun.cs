using System.CommandLine;
using VideoSeg.Host.Commands;
using Xunit;

namespace VideoSeg.Host.Tests.Commands;

/// <summary>Commands run in this process; their faults come as they are thrown.</summary>
internal static class CommandRun
{
    public static Task<int> DataAsync(params string[] arguments) => RunAsync(DataCommand.Create(), arguments);

    public static Task<int> ModelAsync(params string[] arguments) => RunAsync(ModelCommand.Create(), arguments);

    private static Task<int> RunAsync(Command command, string[] arguments) => command.Parse(arguments).InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, TestContext.Current.CancellationToken);
}
