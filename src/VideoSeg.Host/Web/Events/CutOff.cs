using Microsoft.AspNetCore.Http;

namespace VideoSeg.Host.Web.Events;

/// <summary>Breaks a client's connection off where it has not taken the last words some time after all ended, so that nothing waits for it. Dispose when the request is over.</summary>
internal sealed class CutOff : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _registration;

    /// <summary>Waits for the end.</summary>
    public CutOff(HttpContext context, CancellationToken ending, TimeProvider time)
    {
        _timer = time.CreateTimer(_ => context.Abort(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _registration = ending.Register(() => _timer.Change(Limit, Timeout.InfiniteTimeSpan));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _registration.DisposeAsync();
        // Waits for what runs: the connection may serve another request afterwards.
        await _timer.DisposeAsync();
    }
}
