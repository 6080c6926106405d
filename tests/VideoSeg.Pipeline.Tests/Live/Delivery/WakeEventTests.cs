using VideoSeg.Pipeline.Live.Delivery;
using Xunit;

namespace VideoSeg.Pipeline.Tests.Live.Delivery;

public sealed class WakeEventTests
{
    [Fact]
    public void Wait_AfterSeveralCallsOfSet_EndsOnce()
    {
        using var wake = new WakeEvent();
        wake.Set();
        wake.Set();

        Assert.True(wake.Wait());
        Assert.False(wake.Wait(TimeSpan.FromMilliseconds(30)), "it was still set");
    }

    [Fact]
    public async Task Set_WhileAThreadWaits_WakesIt()
    {
        using var wake = new WakeEvent();
        var woken = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => woken.SetResult(wake.Wait())) { IsBackground = true }.Start();

        wake.Set();

        // Not woken by anything else: it says so only where it was set.
        Assert.True(await woken.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Set_AfterDisposal_DoesNothing()
    {
        var wake = new WakeEvent();
        wake.Dispose();

        wake.Set();

        Assert.True(wake.IsClosed);
    }
}
