using System.Text.Json.Nodes;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Serve;

/// <summary>A real <c>videoseg serve</c> on a free port, and a client to it.</summary>
internal sealed class ServedProgram : IAsyncDisposable
{
    private ServedProgram(VideoSegProgram program) => Program = program;

    /// <summary>The program.</summary>
    public VideoSegProgram Program { get; }

    /// <summary>A client, whose addresses begin at its root.</summary>
    public HttpClient Client { get; } = new();

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="configuration">What the section VideoSeg holds, written to <paramref name="path"/>; null for no configuration.</param>
    /// <param name="path">Where the configuration lies.</param>
    /// <param name="environment">Environment variables.</param>
    public static async Task<ServedProgram> StartAsync(string? configuration, string path, params (string Name, string Value)[] environment)
    {
        if (configuration is not null)
        {
            Configure(path, configuration);
        }

        // A machine that has much else to do may need long for the network.
        (string, string)[] patient = [("VIDEOSEG__ENGINE__HANGTIMEOUT", "2 min"), ("VIDEOSEG__ENGINE__NICENESS", "0"), ("VIDEOSEG__SHUTDOWNTIMEOUT", "5 min")];
        VideoSegProgram program = VideoSegProgram.Start([.. patient, .. environment], ["serve", "--urls", "http://127.0.0.1:0", .. configuration is null ? Array.Empty<string>() : ["--config", path]]);
        var served = new ServedProgram(program);
        served.Client.BaseAddress = new Uri(await program.WaitForOutputAsync("VideoSeg listens at "));
        return served;
    }

    /// <summary>Writes a configuration, whole or not at all; its network is a small one that has learnt nothing.</summary>
    public static void Configure(string path, string section)
    {
        string model = $"{path}.safetensors";
        if (!File.Exists(model))
        {
            RandomModel.Write(model);
        }

        File.WriteAllText(
            $"{path}.new", $$"""{ "VideoSeg": { "Sources": { "AllowedFolders": ["{{Repository.At("samples")}}"] }, "Engine": { "Model": "{{model}}" }, {{section}} } }""");
        File.Move($"{path}.new", path, overwrite: true);
    }

    /// <summary>Gets JSON.</summary>
    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await Client.GetStringAsync(path, TestContext.Current.CancellationToken))!;

    /// <summary>Frames that a stream has delivered; -1 where there is no such stream.</summary>
    public async Task<long> DeliveredAsync(string stream)
    {
        HttpResponseMessage answer = await Client.GetAsync($"/api/streams/{stream}", TestContext.Current.CancellationToken);
        return answer.IsSuccessStatusCode ? (long)JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["delivered"]! : -1;
    }

    /// <summary>Waits until a stream has delivered more than so many frames.</summary>
    public Task DeliversAsync(string stream, long moreThan = 0) => UntilAsync(async () => await DeliveredAsync(stream) > moreThan, $"{stream} delivers more than {moreThan}");

    /// <summary>Waits until something holds.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(5));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            await look.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            Assert.False(limit.IsCancellationRequested, $"it never came about: {what}. {Program.Errors}");
        }
    }

    /// <summary>Asks it to end, and waits for that.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> EndAsync(string signal = "TERM")
    {
        Program.Signal(signal);
        return await Program.EndAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        Program.Dispose();
        return ValueTask.CompletedTask;
    }
}
