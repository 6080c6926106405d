using System.CommandLine;
using System.Runtime;
using System.Runtime.InteropServices;
using VideoSeg.Host.Service;
using VideoSeg.Host.Service.Configuration;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg serve</c>: the live service.</summary>
internal sealed class ServeCommand
{
    /// <summary>Exit code of a service that could not end everything in the time it had.</summary>
    public const int EndedInPart = 1;

    private readonly Option<string?> _config = new Option<string?>("--config")
    {
        Description = "Configuration file (JSON). Default: the sample recording, as a stream.",
        HelpName = "FILE",
    }.NotEmpty();

    private readonly Option<string?> _urls = new Option<string?>("--urls")
    {
        Description = "Addresses to listen at, separated by semicolons; port 0 for a free one. Default: those of the configuration, else http://127.0.0.1:8080.",
        HelpName = "URL",
    }.NotEmpty();

    private ServeCommand(Command command)
    {
        command.Options.Add(_config);
        command.Options.Add(_urls);
    }

    public static Command Create()
    {
        var command = new Command("serve",
            "Take live video in, send it on with the polyps outlined, and show it in a browser. Ends in order at Ctrl-C and SIGTERM; SIGHUP reads the configuration again.");
        var serve = new ServeCommand(command);
        command.SetAction(serve.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var configuration = new ServiceConfiguration(parsed.GetValue(_config), parsed.GetValue(_urls), Environment.GetEnvironmentVariables());
        ServiceHost host = ServiceHost.Create(configuration);
        PrepareRuntime();
        bool isInOrder;
        try
        {
            await host.StartAsync(cancellationToken);
            foreach (string address in host.Addresses)
            {
                await Console.Out.WriteLineAsync($"VideoSeg listens at {address}");
            }

            using PosixSignalRegistration? reload = configuration.Path is null ? null : ReloadOnHangUp(host);
            await UntilCancelledAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to end while it was starting.
        }
        finally
        {
            isInOrder = await host.StopAsync();
        }

        return isInOrder ? 0 : EndedInPart;
    }

    // Collections that stop all threads would be seen in the picture; threads that wait for work must not be waited for.
    private static void PrepareRuntime()
    {
        GCSettings.LatencyMode = GCLatencyMode.SustainedLowLatency;
        ThreadPool.GetMinThreads(out int workers, out int ports);
        ThreadPool.SetMinThreads(Math.Max(workers, 16), ports);
    }

    private static PosixSignalRegistration ReloadOnHangUp(ServiceHost host) =>
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            _ = host.Reload.ReloadAsync(CancellationToken.None);
        });

    private static async Task UntilCancelledAsync(CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.Register(cancelled.SetResult))
        {
            await cancelled.Task;
        }
    }
}
