using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Live;

/// <summary>The real <c>videoseg serve</c>, until it is disposed.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly VideoSegProgram _program;

    private RunningService(VideoSegProgram program, Uri address)
    {
        (_program, Address) = (program, address);
        Client = new HttpClient { BaseAddress = address };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>For requests to it.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts it; with port 0 the system chooses one.</summary>
    public static async Task<RunningService> StartAsync(int port = 0, params string[] arguments)
    {
        VideoSegProgram program = VideoSegProgram.Start(["serve", "--urls", $"http://127.0.0.1:{port}", .. arguments]);
        try
        {
            return new RunningService(program, new Uri(await program.WaitForOutputAsync("VideoSeg listens at ")));
        }
        catch
        {
            program.Dispose();
            throw;
        }
    }

    /// <summary>Reads until what was read is as it should be; gives up after some minutes.</summary>
    public static async Task<T> WaitAsync<T>(Func<Task<T>> read, Func<T, bool> isEnough, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(4));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            T value = await read();
            if (isEnough(value))
            {
                return value;
            }

            await pause.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>A stream's status as the API tells it.</summary>
    public async Task<JsonElement> StatusAsync(string stream, CancellationToken cancellationToken) =>
        (await Client.GetFromJsonAsync<JsonElement>("/api/streams", cancellationToken)).EnumerateArray().Single(status => status.GetProperty("name").GetString() == stream);

    /// <summary>The sum of the samples of /metrics whose name and tags hold all these texts; 0 where there is none.</summary>
    public async Task<double> MetricAsync(string name, string[] tags, CancellationToken cancellationToken)
    {
        string text = await Client.GetStringAsync("/metrics", cancellationToken);
        return text.Split('\n')
            .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) && tags.All(tag => line.Contains(tag, StringComparison.Ordinal)))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>Kills it.</summary>
    public async Task KillAsync()
    {
        _program.Signal("KILL");
        await _program.EndAsync();
    }

    /// <summary>Ends it in order.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> EndAsync()
    {
        _program.Signal("TERM");
        return await _program.EndAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        _program.Dispose();
        return ValueTask.CompletedTask;
    }
}
