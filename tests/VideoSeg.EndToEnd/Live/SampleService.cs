namespace VideoSeg.EndToEnd.Live;

/// <summary>A service with the sample for all tests of a class.</summary>
public sealed class SampleService : IAsyncLifetime
{
    /// <summary>It.</summary>
    internal RunningService Service { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Service = await RunningService.StartAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Service.DisposeAsync();
}
