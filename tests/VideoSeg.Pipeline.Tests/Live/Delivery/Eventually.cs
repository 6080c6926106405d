namespace VideoSeg.Pipeline.Tests.Live.Delivery;

/// <summary>Waits for what other threads do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Waits until a condition holds.</summary>
    public static async Task Holds(Func<bool> condition, string what, TimeSpan? within = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(within ?? Limit);
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, $"it never came to be: {what}");
            await Task.Delay(2, CancellationToken.None);
        }
    }
}
