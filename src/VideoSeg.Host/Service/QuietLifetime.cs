using Microsoft.Extensions.Hosting;

namespace VideoSeg.Host.Service;

/// <summary>Leaves signals to the command line, which starts and stops the service.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
