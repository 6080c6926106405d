using System.Collections.Immutable;
using System.CommandLine;
using VideoSeg.Host.Service;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg serve</c>: the live service.</summary>
internal sealed class ServeCommand
{
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
            "Take live video in, send it on with the polyps outlined, and show it in a browser. Ends in order at Ctrl-C and SIGTERM.");
        var serve = new ServeCommand(command);
        command.SetAction(serve.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        StreamDefinition sample = SampleStream.Create();
        var options = new ServiceOptions { Streams = ImmutableDictionary<string, StreamDefinition>.Empty.Add(sample.Options.Name, sample) };
        options = parsed.GetValue(_urls) is { } urls ? options with { Urls = urls } : options;
        await using ServiceHost host = ServiceHost.Create(options);
        await host.StartAsync(cancellationToken);
        foreach (string address in host.Addresses)
        {
            await Console.Out.WriteLineAsync($"VideoSeg listens at {address}");
        }

        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.Register(ended.SetResult))
        {
            await ended.Task;
        }

        await host.StopAsync(CancellationToken.None);
        return 0;
    }
}
