using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>
/// An encoded frame of a live stream on its way to those who take its rendition, with what is known of the frame. Reference-counted and pooled: whoever
/// keeps one adds a reference and disposes it. Shared by all, hence to be read only.
/// </summary>
public sealed class LivePacket : ReferenceCounted
{
    private readonly LivePacketPool _pool;

    internal LivePacket(LivePacketPool pool) => _pool = pool;

    /// <summary>The encoded data with its time, in ticks of <see cref="LiveFrame.TimeBase"/> on the stream's running clock. Never null while the packet is alive.</summary>
    public MediaPacket Packet { get; internal set; } = null!;

    /// <summary>What it was encoded as; another object than before where players and containers have to begin anew.</summary>
    public EncodedVideoFormat Format { get; internal set; } = null!;

    /// <summary>Decoded without help of others: a player can begin here.</summary>
    public bool IsKey => Packet.IsKey;

    /// <summary>Number of the frame in its stream.</summary>
    public long FrameNumber { get; internal set; }

    /// <summary>When the frame was decoded: a time stamp of the stream's <see cref="TimeProvider"/>.</summary>
    public long CapturedAt { get; internal set; }

    /// <summary>When the frame was handed to the outlets: a time stamp of the same clock.</summary>
    public long HandedOverAt { get; internal set; }

    /// <summary>When the packet came out of the encoder: a time stamp of the same clock.</summary>
    public long EncodedAt { get; internal set; }

    /// <summary>When the frame was decoded, by the wall clock.</summary>
    public DateTimeOffset CapturedUtc { get; internal set; }

    internal override void Free()
    {
        // Holds nothing between uses.
    }

    private protected override void OnLastReferenceGone()
    {
        Packet.Dispose();
        Packet = null!;
        Format = null!;
        _pool.Return(this);
    }
}
