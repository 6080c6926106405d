using Xunit;

namespace VideoSeg.Host.Tests;

/// <summary>Waits for what must come about, with a generous limit.</summary>
internal static class Until
{
    /// <summary>Waits until something holds.</summary>
    public static async Task HoldsAsync(Func<ValueTask<bool>> condition, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            Assert.True(await look.WaitForNextTickAsync(TestContext.Current.CancellationToken));
            Assert.False(limit.IsCancellationRequested, $"it never came about: {what}");
        }
    }

    /// <summary>Waits until something holds.</summary>
    public static Task HoldsAsync(Func<bool> condition, string what) => HoldsAsync(() => ValueTask.FromResult(condition()), what);
}
