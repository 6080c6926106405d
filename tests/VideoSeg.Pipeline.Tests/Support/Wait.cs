namespace VideoSeg.Pipeline.Tests.Support;

/// <summary>Waits for what tells nobody when it comes true.</summary>
internal static class Wait
{
    /// <summary>Looks again and again until something is so.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!isSo())
        {
            await clock.WaitForNextTickAsync(limit.Token);
        }
    }
}
