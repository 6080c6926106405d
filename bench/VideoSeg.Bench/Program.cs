using System.CommandLine;
using VideoSeg.Bench.Engine;
using VideoSeg.Bench.Engine.Gpu;
using VideoSeg.Bench.Files;
using VideoSeg.Bench.Live;
using VideoSeg.Bench.Soak;
using VideoSeg.Bench.Streams;
using VideoSeg.Host.Commands;
using VideoSeg.Model;

var root = new RootCommand("Benchmarks of VideoSeg. Each prints where its clocks start and stop, and what it ran on.")
{
    FileCommand.Create(),
    SoakCommand.Create(),
    EngineCommand.Create(),
    EngineWorker.Create(),
    GpuWorker.Create(),
    LiveCommand.Create(),
    StreamsCommand.Create(),
};
ParseResult parsed = root.Parse(args);
using var interruption = new Interruption();
try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token);
}
catch (Exception e) when (e is VideoSegException or OperationCanceledException or IOException or UnauthorizedAccessException)
{
    return CommandFaults.Report(e, Console.Error);
}
