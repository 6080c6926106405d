namespace VideoSeg.Pipeline.Frames;

/// <summary>
/// A pooled object with a count of references: it starts with one, <see cref="AddReference"/> adds one, <see cref="Dispose"/> gives one up, and
/// at none its memory goes back. Counting is thread-safe; use after the last reference throws, as long as the object rests in its pool.
/// </summary>
public abstract class ReferenceCounted : IDisposable
{
    private int _references;

    private protected ReferenceCounted()
    {
    }

    /// <summary>Whether there is exactly one reference, so that whoever holds it may do as it likes.</summary>
    private protected bool IsSoleReference => Volatile.Read(ref _references) == 1;

    /// <summary>Adds a reference; somebody must dispose it.</summary>
    /// <exception cref="ObjectDisposedException">The last reference is gone.</exception>
    public void AddReference()
    {
        int seen = Volatile.Read(ref _references);
        while (true)
        {
            ObjectDisposedException.ThrowIf(seen <= 0, this);
            int now = Interlocked.CompareExchange(ref _references, seen + 1, seen);
            if (now == seen)
            {
                return;
            }

            seen = now;
        }
    }

    /// <summary>Gives one reference up.</summary>
    /// <exception cref="ObjectDisposedException">There was none left: one reference was given up twice.</exception>
#pragma warning disable CA1816 // No finalizer: the native handle inside has its own.
    public void Dispose()
#pragma warning restore CA1816
    {
        int left = Interlocked.Decrement(ref _references);
        if (left < 0)
        {
            Interlocked.Increment(ref _references);
            throw new ObjectDisposedException(GetType().Name, "a reference was given up twice");
        }

        if (left == 0)
        {
            OnLastReferenceGone();
        }
    }

    internal void Start() => Volatile.Write(ref _references, 1);

    /// <summary>Frees the native handle: the pool is closed.</summary>
    internal abstract void Free();

    /// <summary>Lets go of the content and returns to the pool.</summary>
    private protected abstract void OnLastReferenceGone();

    private protected void ThrowIfReleased() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _references) <= 0, this);
}
