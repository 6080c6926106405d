using System.Diagnostics;
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

        wake.Wait();

        long start = Stopwatch.GetTimestamp();
        wake.Wait(TimeSpan.FromMilliseconds(30));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(30), "it was still set");
    }

    [Fact]
    public async Task Set_WhileAThreadWaits_WakesIt()
    {
        using var wake = new WakeEvent();
        var woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            wake.Wait();
            woken.SetResult();
        }) { IsBackground = true }.Start();

        Assert.False(woken.Task.IsCompleted);
        wake.Set();

        await woken.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
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
