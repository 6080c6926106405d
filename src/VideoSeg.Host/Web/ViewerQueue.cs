using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace VideoSeg.Host.Web;

/// <summary>
/// What waits for one viewer. A viewer that does not keep up loses what waits and all that follows up to the next key frame: its own frames, nobody else's.
/// Offered to by one thread at a time; taken from by one at a time.
/// </summary>
internal sealed class ViewerQueue : IDisposable
{
    private readonly Channel<ViewerMessage> _waiting;
    private readonly long _mostBytes;
    private readonly Action<int> _dropped;
    private readonly Lock _lock = new();
    private long _waitingBytes;
    private bool _hasBegun;
    private bool _needsKey = true;
    private bool _isDisposed;

    /// <summary>Nothing waits; it begins with a key frame, and what is offered before that does not count.</summary>
    /// <param name="mostMessages">Messages that may wait, at least 1.</param>
    /// <param name="mostBytes">Bytes that may wait; a single message may be longer.</param>
    /// <param name="dropped">Told how many messages were given up because the viewer did not keep up, on the offering thread.</param>
    public ViewerQueue(int mostMessages, long mostBytes, Action<int> dropped)
    {
        _waiting = Channel.CreateBounded<ViewerMessage>(new BoundedChannelOptions(mostMessages) { SingleWriter = true });
        (_mostBytes, _dropped) = (mostBytes, dropped);
    }

    /// <summary>Offers a message; takes a reference of its own. Never waits.</summary>
    public void Offer(ViewerMessage message)
    {
        lock (_lock)
        {
            if (!_isDisposed && (message.IsKey || !_needsKey))
            {
                _hasBegun = true;
                Add(message);
            }
            else if (_hasBegun && !_isDisposed)
            {
                _dropped(1);
            }
        }
    }

    /// <summary>Waits for a message; false where no more will come.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _waiting.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes the oldest one, the caller's to release.</summary>
    public bool TryTake([NotNullWhen(true)] out ViewerMessage? message)
    {
        bool taken = _waiting.Reader.TryRead(out message);
        Interlocked.Add(ref _waitingBytes, taken ? -message!.Bytes.Length : 0);
        return taken;
    }

    /// <summary>No more will come; what waits can still be taken.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    /// <summary>Lets go of what waits, and takes nothing more.</summary>
    public void Dispose()
    {
        Complete();
        lock (_lock)
        {
            _isDisposed = true;
            Drain();
        }
    }

    private void Add(ViewerMessage message)
    {
        if (TryAdd(message))
        {
            _needsKey = false;
            return;
        }

        int lost = Drain();
        _needsKey = !message.IsKey || !TryAdd(message);
        _dropped(_needsKey ? lost + 1 : lost);
    }

    private bool TryAdd(ViewerMessage message)
    {
        long waiting = Volatile.Read(ref _waitingBytes);
        if (waiting > 0 && waiting + message.Bytes.Length > _mostBytes)
        {
            return false;
        }

        message.AddReference();
        Interlocked.Add(ref _waitingBytes, message.Bytes.Length);
        if (_waiting.Writer.TryWrite(message))
        {
            return true;
        }

        Interlocked.Add(ref _waitingBytes, -message.Bytes.Length);
        message.Release();
        return false;
    }

    private int Drain()
    {
        int lost = 0;
        while (TryTake(out ViewerMessage? message))
        {
            message.Release();
            lost++;
        }

        return lost;
    }
}
