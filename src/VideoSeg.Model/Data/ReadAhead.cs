namespace VideoSeg.Model.Data;

/// <summary>
/// Reads items on the thread pool ahead of their use, a bounded number of them, and delivers them in order. For one consumer.
/// </summary>
/// <param name="count">Number of items.</param>
/// <param name="window">Most items that are read, or have been and wait, at a time; at least 1.</param>
/// <param name="read">Reads the item of an index; called from several threads.</param>
public sealed class ReadAhead<T>(int count, int window, Func<int, T> read) : IAsyncDisposable
{
    private readonly Queue<Task<T>> _tasks = new();
    private int _begun;

    /// <summary>Whether every item has been delivered.</summary>
    public bool IsAtEnd => _begun == count && _tasks.Count == 0;

    /// <summary>The next item; or the exception that reading it ended in. Not to be called at the end.</summary>
    public Task<T> NextAsync(CancellationToken cancellationToken)
    {
        for (; _begun < count && _tasks.Count < window; _begun++)
        {
            int index = _begun;
            _tasks.Enqueue(Task.Run(() => read(index), cancellationToken));
        }

        return _tasks.Dequeue();
    }

    /// <summary>Waits for the readings that have begun, whatever they end in.</summary>
    public async ValueTask DisposeAsync()
    {
        _begun = count;
        await ((Task)Task.WhenAll(_tasks)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
