using System.Collections.Immutable;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>
/// An outlet that takes the packets of renditions instead of frames, behind a queue of its own for each. It counts packets: each that comes ends once.
/// </summary>
public abstract class PacketOutlet : LiveOutlet, IPacketListener
{
    private readonly ImmutableArray<EncodedRendition> _renditions;
    private readonly int _capacity;
    private readonly PacketOverflow _overflow;
    private readonly Func<LivePacket, OutletDropReason?> _deliver;
    private volatile PacketSubscription[] _subscriptions = [];
    private bool _isSubscribed;
    private bool _hasToldEnd;
    private int _turn;

    /// <summary>An outlet that does not work before <see cref="LiveOutlet.Start"/>.</summary>
    /// <param name="stream">Name of its stream.</param>
    /// <param name="name">Its own name, unique in the stream.</param>
    /// <param name="kind">What it is, in a word.</param>
    /// <param name="renditions">What it takes; they belong to the stream.</param>
    /// <param name="capacity">Packets of each that may wait, at least 1.</param>
    /// <param name="overflow">What to do when more wait.</param>
    /// <param name="context">Shared parts.</param>
    protected PacketOutlet(
        string stream, string name, string kind, ImmutableArray<EncodedRendition> renditions, int capacity, PacketOverflow overflow, LiveContext context)
        : base(stream, name, kind, capacity: 1, context)
    {
        (_renditions, _capacity, _overflow) = (renditions, capacity, overflow);
        _deliver = packet => Deliver(packet, _turn);
    }

    /// <summary>What it takes.</summary>
    internal ImmutableArray<EncodedRendition> Renditions => _renditions;

    /// <summary>Packets that wait for it.</summary>
    public sealed override int Queued
    {
        get
        {
            int waiting = 0;
            foreach (PacketSubscription subscription in _subscriptions)
            {
                waiting += subscription.Waiting;
            }

            return waiting;
        }
    }

    /// <summary>Does nothing: what it takes are packets.</summary>
    public sealed override void Offer(LiveFrame frame)
    {
    }

    void IPacketListener.Arrived() => Wake();

    void IPacketListener.Lost() => Count(OutletDropReason.Busy);

    /// <summary>Whether it wants packets at present; while not, it is not subscribed, and nothing is encoded for it. Asked on the outlet's thread.</summary>
    private protected virtual bool IsWanted => true;

    /// <summary>Takes a packet to its end, on the outlet's thread, which may block until <see cref="LiveOutlet.StopToken"/> is cancelled. The caller keeps its reference.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="rendition">Which rendition it is of, counted from 0.</param>
    /// <returns>Null where it was delivered, else why it was not.</returns>
    /// <exception cref="Model.VideoSegException">It failed, as of a frame.</exception>
    protected abstract OutletDropReason? Deliver(LivePacket packet, int rendition);

    /// <inheritdoc/>
    protected sealed override OutletDropReason? Deliver(LiveFrame frame) => OutletDropReason.Away;

    /// <inheritdoc/>
    private protected override bool TakeNext()
    {
        Subscribe(IsWanted);
        for (int i = 0; i < _subscriptions.Length; i++)
        {
            _turn = (_turn + 1) % _subscriptions.Length;
            if (_subscriptions[_turn].TryRead(out LivePacket? packet))
            {
                Finish(packet, _deliver);
                return true;
            }

            if (_subscriptions[_turn].HasEnded && !_hasToldEnd)
            {
                _hasToldEnd = true;
                SetState(LiveOutletState.Waiting, "the rendition that it takes has ended");
            }
        }

        return false;
    }

    /// <summary>Asks for a key picture of a rendition.</summary>
    private protected void RequestKeyFrame(int rendition) => _renditions[rendition].RequestKeyFrame();

    /// <summary>Gives up what waits of a rendition; the next packet is a key picture.</summary>
    private protected void SkipToNewest(int rendition) => _subscriptions[rendition].SkipToNewest();

    /// <summary>Takes what still waits: delivers it, or gives it up as <see cref="OutletDropReason.Stopped"/>; then ends the subscriptions. On the outlet's thread.</summary>
    private protected void EndSubscriptions(bool delivers)
    {
        for (_turn = 0; _turn < _subscriptions.Length; _turn++)
        {
            using PacketSubscription subscription = _subscriptions[_turn];
            subscription.End();
            while (subscription.TryRead(out LivePacket? packet))
            {
                Finish(packet, delivers ? _deliver : static _ => OutletDropReason.Stopped);
            }
        }

        _subscriptions = [];
        _isSubscribed = false;
        _turn = 0;
    }

    /// <summary>Said once what is wanted has changed from no to yes, or the other way; after the latter everything that waited has been delivered.</summary>
    private protected virtual void WantedChanged(bool isWanted)
    {
    }

    private void Subscribe(bool isWanted)
    {
        if (isWanted == _isSubscribed)
        {
            return;
        }

        if (isWanted)
        {
            (_isSubscribed, _hasToldEnd) = (true, false);
            _subscriptions = [.. _renditions.Select(rendition => rendition.Subscribe(_capacity, _overflow, this))];
        }
        else
        {
            EndSubscriptions(delivers: true);
        }

        WantedChanged(isWanted);
    }
}
