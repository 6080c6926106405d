using System.Text.Json;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Live;

/// <summary>
/// A service with the sample for all tests of a class. The network does not stand back, and masks may be seconds old: browsers on the same few
/// processors leave it little.
/// </summary>
public sealed class SampleService : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>It.</summary>
    internal RunningService Service { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Service = await StartAsync(_folder);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Such a service; its configuration lies in the folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="recordings">Folder of a recorder that waits to be started; null for none.</param>
    internal static async Task<RunningService> StartAsync(TemporaryFolder folder, string? recordings = null)
    {
        string samples = Repository.At("samples", "videos"), path = folder.File("videoseg.json");
        var configuration = new
        {
            VideoSeg = new
            {
                ShutdownTimeout = "5 min",
                Engine = new { HangTimeout = "2 min", Niceness = 0 },
                Sources = new { AllowedFolders = new[] { samples } },
                Streams = new
                {
                    sample = new
                    {
                        Title = "Sample",
                        MaxMaskAge = "5 s",
                        Source = new { Url = Path.Combine(samples, "colonoscopy-sample.mp4") },
                        Outlets = recordings is null ? [] : new Dictionary<string, object>
                        {
                            ["recorder"] = new { Kind = "recorder", Folder = recordings, RecordAtStart = false, MinFreeBytes = 0 },
                        },
                    },
                },
            },
        };
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(configuration));
        return await RunningService.StartAsync(0, "--config", path);
    }
}
