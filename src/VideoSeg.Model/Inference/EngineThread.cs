using System.Threading.Channels;

namespace VideoSeg.Model.Inference;

/// <summary>
/// One long-lived thread that owns an engine and does its work, one piece after the other in the order of the calls. Native libraries
/// are called nowhere else: their OpenMP would build a team of threads for every caller.
/// </summary>
/// <remarks>
/// The queue is bounded; a caller waits, asynchronously, for room. Work that has not started when its token is cancelled or the thread is
/// disposed is never run. Exceptions of the work go to its caller; the thread lives on.
/// </remarks>
/// <typeparam name="TEngine">Made, used and disposed on the thread.</typeparam>
internal sealed class EngineThread<TEngine> : IAsyncDisposable
    where TEngine : class, IDisposable
{
    private readonly Channel<WorkItem> _queue;
    private readonly TaskCompletionSource<TEngine> _started = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _name;
    private volatile bool _stopping;

    /// <summary>Starts the thread and waits until the engine is made.</summary>
    /// <param name="name">Name of the thread, for debuggers and messages.</param>
    /// <param name="capacity">Pieces of work that may wait; further callers wait for room.</param>
    /// <param name="create">Makes the engine; what it throws is thrown here.</param>
    public EngineThread(string name, int capacity, Func<TEngine> create)
    {
        _name = name;
        _queue = Channel.CreateBounded<WorkItem>(new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
        new Thread(() => Main(create)) { Name = name, IsBackground = true }.Start();
        Engine = _started.Task.GetAwaiter().GetResult();
    }

    /// <summary>The engine. Only what never changes may be read from other threads.</summary>
    public TEngine Engine { get; }

    /// <summary>Does <paramref name="work"/> on the thread.</summary>
    /// <param name="work">Done once, or never if the call is given up.</param>
    /// <param name="cancellationToken">Gives up work that has not started; work that runs is finished first.</param>
    /// <exception cref="ObjectDisposedException">The thread ends or has ended before the work could start.</exception>
    public async ValueTask<T> RunAsync<T>(Func<TEngine, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var item = new WorkItem<T>(work, cancellationToken);
        try
        {
            await _queue.Writer.WriteAsync(item, cancellationToken);
        }
        catch (ChannelClosedException e)
        {
            throw new ObjectDisposedException($"{_name} was disposed", e);
        }

        using (cancellationToken.UnsafeRegister(static state => ((WorkItem)state!).TryCancel(), item))
        {
            return await item.Result;
        }
    }

    /// <summary>Waits for the work in progress, gives up what is queued, disposes the engine and ends the thread. Doing so twice is harmless.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _queue.Writer.TryComplete();
        await _ended.Task;
    }

    private void Main(Func<TEngine> create)
    {
        TEngine engine;
        try
        {
            engine = create();
        }
        catch (Exception e)
        {
            _started.SetException(e);
            return;
        }

        _started.SetResult(engine);
        try
        {
            Loop(engine);
            engine.Dispose();
            _ended.SetResult();
        }
        catch (Exception e)
        {
            _ended.SetException(e);
        }
    }

    private void Loop(TEngine engine)
    {
        // This thread is its own: it may block, unlike a pool thread.
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_queue.Reader.TryRead(out WorkItem? item))
            {
                if (item.TryTake())
                {
                    item.Run(engine, _stopping ? new ObjectDisposedException(_name) : null);
                }
            }
        }
    }

    private abstract class WorkItem
    {
        private int _taken;

        /// <summary>Whether the caller of this is the one to settle the item.</summary>
        public bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;

        public void TryCancel()
        {
            if (TryTake())
            {
                Cancel();
            }
        }

        /// <summary>Does the work, or refuses it for <paramref name="refusal"/>.</summary>
        public abstract void Run(TEngine engine, Exception? refusal);

        protected abstract void Cancel();
    }

    private sealed class WorkItem<T>(Func<TEngine, T> work, CancellationToken cancellationToken) : WorkItem
    {
        // Continuations run elsewhere: nobody else's code may hold up the engine.
        private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Result => _result.Task;

        public override void Run(TEngine engine, Exception? refusal)
        {
            if (refusal is not null)
            {
                _result.SetException(refusal);
                return;
            }

            try
            {
                _result.SetResult(work(engine));
            }
            catch (Exception e)
            {
                _result.SetException(e);
            }
        }

        protected override void Cancel() => _result.SetCanceled(cancellationToken);
    }
}
