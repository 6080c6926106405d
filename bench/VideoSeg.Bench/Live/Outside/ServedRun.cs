using System.Diagnostics;
using System.Text.Json.Nodes;
using VideoSeg.Model;

namespace VideoSeg.Bench.Live.Outside;

/// <summary>Measures what browsers get, at the real <c>videoseg serve</c>.</summary>
internal static class ServedRun
{
    /// <summary>Name of the stream that is served.</summary>
    public const string Stream = "bench";

    private const string Greeting = "VideoSeg listens at ";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Starts the service, a viewer, and, once the network runs, the feed.</summary>
    public static async Task<OutputResult> MeasureAsync(LiveBench bench, string output, int frames, Func<Uri, Sightings, IOutputSight> connect, CancellationToken cancellationToken)
    {
        using var feed = new CodedFeed(bench.Video, frames);
        var sightings = new Sightings(frames);
        string configuration = Path.Combine(bench.Folder, "live-serve.json");
        await File.WriteAllTextAsync(configuration, Configuration(bench, feed).ToJsonString(), cancellationToken);
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "videoseg"), ["serve", "--urls", "http://127.0.0.1:0", "--config", configuration])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process service = Process.Start(start)!;
        try
        {
            service.ErrorDataReceived += (_, _) => { };
            service.BeginErrorReadLine();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Patience);
            Uri address = await AddressAsync(service, limit.Token);
            IOutputSight sight = connect(address, sightings);
            await using (sight)
            {
                await StartedAsync(address, limit.Token);
                feed.Begin();
                await feed.Ended.WaitAsync(cancellationToken);
                await OutputRun.LastOnesAsync(output, cancellationToken);
            }

            return new OutputResult(output) { Fault = sight.Fault }.Add(feed, sightings, bench.WarmUp);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new OutputResult(output) { Fault = $"expected videoseg serve to be ready within {Patience.TotalMinutes:0} minutes" };
        }
        finally
        {
            service.Kill(entireProcessTree: true);
            await service.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<Uri> AddressAsync(Process service, CancellationToken cancellationToken)
    {
        while (await service.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Contains(Greeting, StringComparison.Ordinal))
            {
                // What it says later must not fill the pipe.
                _ = service.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new Uri(line[(line.IndexOf(Greeting, StringComparison.Ordinal) + Greeting.Length)..].Split(' ')[0]);
            }
        }

        throw new VideoSegException(FaultKind.Engine, $"expected videoseg serve to listen, it ended with {(service.HasExited ? service.ExitCode : 0)}");
    }

    private static async Task StartedAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = address };
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            using HttpResponseMessage answer = await client.GetAsync("/healthz/startup", cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            await looks.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static JsonObject Configuration(LiveBench bench, CodedFeed feed) => new()
    {
        ["VideoSeg"] = new JsonObject
        {
            ["Engine"] = Engine(bench),
            ["Sources"] = new JsonObject { ["AllowedSchemes"] = new JsonArray("tcp") },
            ["Streams"] = new JsonObject
            {
                [Stream] = new JsonObject
                {
                    ["Source"] = new JsonObject
                    {
                        ["Url"] = feed.Url,
                        ["Format"] = CodedFeed.Format,
                        ["Options"] = new JsonObject(LiveBench.SourceOptions.Select(option => KeyValuePair.Create(option.Key, (JsonNode?)option.Value))),
                        ["Pacing"] = "AtOnce",
                        ["OpenTimeout"] = "5 min",
                    },
                },
            },
        },
    };

    private static JsonObject Engine(LiveBench bench)
    {
        var engine = new JsonObject
        {
            ["Device"] = bench.Segmenter.Device,
            ["Precision"] = bench.Segmenter.Precision,
            ["Engine"] = bench.Segmenter.Engine,
            ["Threads"] = bench.Segmenter.Threads,
        };
        if (bench.Segmenter.ModelPath is { } model)
        {
            engine["Model"] = Path.GetFullPath(model);
        }

        return engine;
    }
}
