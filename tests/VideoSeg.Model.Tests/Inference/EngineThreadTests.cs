using VideoSeg.Model.Inference;
using Xunit;

namespace VideoSeg.Model.Tests.Inference;

public sealed class EngineThreadTests
{
    [Fact]
    public async Task Engine_FromCreationToDisposal_StaysOnOneThread()
    {
        var threads = new List<int>();
        var engine = new EngineThread<Probe>("test", 2, () => new Probe(threads));
        await engine.RunAsync(probe => probe.Touch(), default);
        await engine.RunAsync(probe => probe.Touch(), default);
        await engine.DisposeAsync();
        Assert.Equal(4, threads.Count);
        Assert.Single(threads.Distinct());
        Assert.DoesNotContain(Environment.CurrentManagedThreadId, threads);
    }

    [Fact]
    public async Task RunAsync_ManyCalls_AreDoneInTheirOrder()
    {
        var order = new List<int>();
        await using var engine = Start();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => engine.RunAsync(
            _ =>
            {
                order.Add(i);
                return i;
            },
            default).AsTask()));
        Assert.Equal(Enumerable.Range(0, 50), order);
    }

    [Fact]
    public async Task RunAsync_OfWorkThatThrows_ThrowsIt_AndTheThreadLivesOn()
    {
        await using var engine = Start();
        var e = await Assert.ThrowsAsync<InvalidOperationException>(async () => await engine.RunAsync<int>(_ => throw new InvalidOperationException("no"), default));
        Assert.Equal("no", e.Message);
        Assert.Equal(5, await engine.RunAsync(_ => 5, default));
    }

    [Fact]
    public async Task RunAsync_CancelledBeforehand_IsNeverRun()
    {
        await using var engine = Start();
        bool ran = false;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await engine.RunAsync(_ => ran = true, new CancellationToken(canceled: true)));
        await engine.RunAsync(_ => 0, default);
        Assert.False(ran);
    }

    [Fact]
    public async Task RunAsync_CancelledWhileQueued_EndsAtOnce_AndIsNeverRun()
    {
        await using var engine = Start();
        using var busy = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        Task<bool> first = engine.RunAsync(_ => Wait(busy), default).AsTask();
        bool ran = false;
        Task<bool> queued = engine.RunAsync(_ => ran = true, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        Assert.False(first.IsCompleted);
        busy.Set();
        await first;
        await engine.RunAsync(_ => 0, default);
        Assert.False(ran);
    }

    [Fact]
    public async Task RunAsync_CancelledWhileRunning_IsFinished()
    {
        await using var engine = Start();
        using var running = new ManualResetEventSlim();
        using var proceed = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        Task<int> call = engine.RunAsync(
            _ =>
            {
                running.Set();
                Wait(proceed);
                return 7;
            },
            cancel.Token).AsTask();
        running.Wait();
        await cancel.CancelAsync();
        Assert.False(call.IsCompleted);
        proceed.Set();
        Assert.Equal(7, await call);
    }

    [Fact]
    public async Task RunAsync_CancelledWhileWaitingForRoom_Ends()
    {
        await using var engine = Start(capacity: 1);
        using var busy = new ManualResetEventSlim();
        using var running = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        Task<bool> first = engine.RunAsync(
            _ =>
            {
                running.Set();
                return Wait(busy);
            },
            default).AsTask();
        running.Wait();
        Task<int> queued = engine.RunAsync(_ => 1, default).AsTask();
        Task<int> waiting = engine.RunAsync(_ => 2, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        busy.Set();
        await first;
        Assert.Equal(1, await queued);
    }

    [Fact]
    public async Task DisposeAsync_WithWorkQueued_FinishesTheCallInProgressAndGivesUpTheRest()
    {
        var engine = Start(capacity: 1);
        using var busy = new ManualResetEventSlim();
        using var running = new ManualResetEventSlim();
        Task<bool> first = engine.RunAsync(
            _ =>
            {
                running.Set();
                return Wait(busy);
            },
            default).AsTask();
        running.Wait();
        bool ran = false;
        Task<bool> queued = engine.RunAsync(_ => ran = true, default).AsTask();
        Task<bool> waiting = engine.RunAsync(_ => ran = true, default).AsTask();
        Task disposal = engine.DisposeAsync().AsTask();
        Assert.False(disposal.IsCompleted);
        busy.Set();
        await disposal;
        Assert.True(await first);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queued);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await engine.RunAsync(_ => 0, default));
        Assert.False(ran);
        await engine.DisposeAsync();
    }

    [Fact]
    public void Start_WithAnEngineThatCannotBeMade_ThrowsItsException() => Assert.Equal(
        "no device",
        Assert.Throws<InvalidOperationException>(() => new EngineThread<Probe>("test", 1, () => throw new InvalidOperationException("no device"))).Message);

    private static EngineThread<Probe> Start(int capacity = 4) => new("test", capacity, () => new Probe([]));

    private static bool Wait(ManualResetEventSlim signal) => signal.Wait(TimeSpan.FromSeconds(30));

    private sealed class Probe : IDisposable
    {
        private readonly List<int> _threads;

        public Probe(List<int> threads)
        {
            _threads = threads;
            Touch();
        }

        public int Touch()
        {
            _threads.Add(Environment.CurrentManagedThreadId);
            return 0;
        }

        public void Dispose() => Touch();
    }
}
