using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>
/// One who takes the packets of a rendition, behind a bounded queue of its own: who is slow loses its own packets only, up to a key picture, and each loss
/// is counted. Begins with a key picture. Read by one thread at a time; disposing it ends it, at any time.
/// <code>
/// using PacketSubscription subscription = rendition.Subscribe(capacity: 30);
/// while (await subscription.ReadAsync(cancellationToken) is { } packet)
/// {
///     using (packet) { await socket.SendAsync(packet); }
/// }
/// </code>
/// </summary>
public sealed class PacketSubscription : IDisposable
{
    private readonly EncodedRendition _rendition;
    private readonly PacketOverflow _overflow;
    private readonly IPacketListener? _listener;
    private readonly Channel<LivePacket> _queue;
    private readonly Lock _gate = new();
    private volatile bool _isEnded;
    private bool _hasBegun;
    private bool _awaitsKey;
    private bool _hasAsked;
    private bool _asksWhenRead;
    private long _lost;

    internal PacketSubscription(EncodedRendition rendition, int capacity, PacketOverflow overflow, IPacketListener? listener)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (_rendition, _overflow, _listener) = (rendition, overflow, listener);
        _queue = Channel.CreateBounded<LivePacket>(new BoundedChannelOptions(capacity) { SingleWriter = true });
    }

    /// <summary>Packets lost because the queue was full.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Packets that wait to be read.</summary>
    public int Waiting => _queue.Reader.Count;

    /// <summary>Whether no more packets come; some may still wait.</summary>
    public bool HasEnded => _isEnded;

    /// <summary>The next packet, the caller's to dispose; null once the rendition, or this subscription, has ended.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async ValueTask<LivePacket?> ReadAsync(CancellationToken cancellationToken)
    {
        while (await _queue.Reader.WaitToReadAsync(cancellationToken))
        {
            if (TryRead(out LivePacket? packet))
            {
                return packet;
            }
        }

        return null;
    }

    /// <summary>The next packet if there is one, the caller's to dispose.</summary>
    public bool TryRead([NotNullWhen(true)] out LivePacket? packet)
    {
        bool isRead, asks;
        lock (_gate)
        {
            isRead = _queue.Reader.TryRead(out packet);
            asks = _asksWhenRead && _awaitsKey && !_isEnded;
            (_hasAsked, _asksWhenRead) = (false, false);
        }

        if (asks)
        {
            _rendition.RequestKeyFrame();
        }

        return isRead;
    }

    /// <summary>Asks for a key picture soon, as <see cref="EncodedRendition.RequestKeyFrame"/>.</summary>
    public void RequestKeyFrame() => _rendition.RequestKeyFrame();

    /// <summary>Ends the subscription, and gives up what waits.</summary>
    public void Dispose()
    {
        _rendition.Remove(this);
        End();
        while (TryRead(out LivePacket? packet))
        {
            packet.Dispose();
        }
    }

    /// <summary>Gives up what waits; the next packet is a key picture, which is asked for.</summary>
    public void SkipToNewest()
    {
        lock (_gate)
        {
            GiveUpWhatWaits();
            _awaitsKey = true;
        }

        _rendition.RequestKeyFrame();
    }

    /// <summary>Offers a packet; on the rendition's thread. Takes a reference of its own where it keeps it.</summary>
    internal void Offer(LivePacket packet)
    {
        lock (_gate)
        {
            if (_isEnded || (!_hasBegun && !packet.IsKey))
            {
                return;
            }

            _hasBegun = true;
            if (_awaitsKey && !packet.IsKey)
            {
                CountLoss();
            }
            else if (!TryWrite(packet) && !_isEnded)
            {
                Overflow(packet);
            }
        }
    }

    /// <summary>No more packets come; those that wait can be read.</summary>
    internal void End()
    {
        _isEnded = true;
        _queue.Writer.TryComplete();
        _listener?.Arrived();
    }

    private bool TryWrite(LivePacket packet)
    {
        packet.AddReference();
        if (!_queue.Writer.TryWrite(packet))
        {
            packet.Dispose();
            return false;
        }

        _awaitsKey = false;
        _listener?.Arrived();
        return true;
    }

    private void Overflow(LivePacket packet)
    {
        _awaitsKey = true;
        if (_overflow == PacketOverflow.SkipToNewest)
        {
            GiveUpWhatWaits();
            if (packet.IsKey && TryWrite(packet))
            {
                return;
            }
        }

        CountLoss();

        // Once; who does not read is to cost the others no more key pictures, and asks again when it does.
        _asksWhenRead = _hasAsked;
        if (!_hasAsked)
        {
            _hasAsked = true;
            _rendition.RequestKeyFrame();
        }
    }

    private void GiveUpWhatWaits()
    {
        while (_queue.Reader.TryRead(out LivePacket? old))
        {
            old.Dispose();
            CountLoss();
        }
    }

    private void CountLoss()
    {
        Interlocked.Increment(ref _lost);
        _listener?.Lost();
    }
}
