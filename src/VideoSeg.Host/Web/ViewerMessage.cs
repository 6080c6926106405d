using System.Buffers;
using System.Diagnostics;

namespace VideoSeg.Host.Web;

/// <summary>
/// Bytes that many viewers send, in one pooled buffer. Counted: it starts with one reference, whoever keeps it adds one and releases it, and at none
/// the buffer and the object go back. Thread-safe.
/// </summary>
internal sealed class ViewerMessage
{
    private readonly ViewerMessagePool _pool;
    private byte[] _buffer = [];
    private int _references;

    internal ViewerMessage(ViewerMessagePool pool) => _pool = pool;

    /// <summary>What is sent. Valid while a reference is held.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>Whether a player can begin with it.</summary>
    public bool IsKey { get; private set; }

    /// <summary>What a viewer has to know before it, compared by reference; null where nothing.</summary>
    public object? Setup { get; private set; }

    /// <summary>Adds a reference.</summary>
    public void AddReference() => Interlocked.Increment(ref _references);

    /// <summary>Gives one up.</summary>
    public void Release()
    {
        int left = Interlocked.Decrement(ref _references);
        Debug.Assert(left >= 0, "a reference was given up twice");
        if (left == 0)
        {
            (byte[] buffer, _buffer, Bytes, Setup) = (_buffer, [], default, null);
            ArrayPool<byte>.Shared.Return(buffer);
            _pool.Return(this);
        }
    }

    /// <summary>Room for so many bytes, with one reference.</summary>
    internal Span<byte> Begin(int length, bool isKey, object? setup)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(length);
        (Bytes, IsKey, Setup) = (_buffer.AsMemory(0, length), isKey, setup);
        Volatile.Write(ref _references, 1);
        return _buffer.AsSpan(0, length);
    }
}
