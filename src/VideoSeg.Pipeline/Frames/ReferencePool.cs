namespace VideoSeg.Pipeline.Frames;

/// <summary>
/// Keeps wrappers and their native handles for the next use, the longest-resting first, so that use after release shows. Thread-safe.
/// After <see cref="Dispose"/> those in use are freed as they come back, and the pool's own resource with the last of them.
/// </summary>
internal abstract class ReferencePool<T> : IDisposable
    where T : ReferenceCounted
{
    private readonly Queue<T> _idle = new();
    private readonly Lock _lock = new();
    private int _inUse;
    private bool _isClosed;

    /// <summary>One with a single reference.</summary>
    public T Rent()
    {
        T? item;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed && _inUse == 0, this);
            _idle.TryDequeue(out item);
            _inUse++;
        }

        try
        {
            item ??= Create();
        }
        catch
        {
            Leave(null);
            throw;
        }

        item.Start();
        return item;
    }

    public void Return(T item) => Leave(item);

    public void Dispose()
    {
        bool isLast;
        T[] idle;
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            isLast = _inUse == 0;
            idle = [.. _idle];
            _idle.Clear();
        }

        foreach (T item in idle)
        {
            item.Free();
        }

        if (isLast)
        {
            OnEmpty();
        }
    }

    protected abstract T Create();

    /// <summary>Closed and nothing in use any more.</summary>
    protected virtual void OnEmpty()
    {
    }

    private void Leave(T? item)
    {
        bool isLast;
        lock (_lock)
        {
            _inUse--;
            isLast = _isClosed && _inUse == 0;
            if (!_isClosed && item is not null)
            {
                _idle.Enqueue(item);
                return;
            }
        }

        item?.Free();
        if (isLast)
        {
            OnEmpty();
        }
    }
}
