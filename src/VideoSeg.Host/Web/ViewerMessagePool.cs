using System.Collections.Concurrent;

namespace VideoSeg.Host.Web;

/// <summary>The messages of one rendition; there are never more of them than wait for viewers at the same time. Thread-safe.</summary>
internal sealed class ViewerMessagePool
{
    private readonly ConcurrentQueue<ViewerMessage> _idle = new();
    private int _inUse;

    /// <summary>Messages that somebody still holds.</summary>
    public int InUse => Volatile.Read(ref _inUse);

    /// <summary>A message with room for so many bytes, which the caller fills and releases.</summary>
    /// <param name="length">Bytes.</param>
    /// <param name="isKey">Whether a player can begin with it.</param>
    /// <param name="setup">What a viewer has to know before it.</param>
    /// <param name="bytes">The room.</param>
    public ViewerMessage Rent(int length, bool isKey, object? setup, out Span<byte> bytes)
    {
        Interlocked.Increment(ref _inUse);
        ViewerMessage message = _idle.TryDequeue(out ViewerMessage? idle) ? idle : new ViewerMessage(this);
        bytes = message.Begin(length, isKey, setup);
        return message;
    }

    internal void Return(ViewerMessage message)
    {
        Interlocked.Decrement(ref _inUse);
        _idle.Enqueue(message);
    }
}
