using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Frames;

/// <summary>
/// Encoded data: of an encoder, of a muxer, or of a track that is copied as it is (audio, subtitles, data). Reference-counted and pooled: dispose each
/// reference once. May be read by several threads at once.
/// </summary>
public sealed unsafe class MediaPacket : ReferenceCounted
{
    private readonly MediaPacketPool _pool;
    private readonly PacketHandle _handle;
    private NativePacketInfo _info;
    private Rational _timeBase;

    internal MediaPacket(MediaPacketPool pool, PacketHandle handle)
    {
        _pool = pool;
        _handle = handle;
    }

    /// <summary>Index of the track in its reader; 0 of an encoder.</summary>
    public int Track => Checked()._info.Track;

    /// <summary>When the content is presented, in ticks of <see cref="TimeBase"/>; null where the container does not say.</summary>
    public long? PresentationTime => Checked()._info.Time == long.MinValue ? null : _info.Time;

    /// <summary>When the content is decoded, in ticks of <see cref="TimeBase"/>; null where the container does not say.</summary>
    public long? DecodeTime => Checked()._info.DecodeTime == long.MinValue ? null : _info.DecodeTime;

    /// <summary>Decoded without help of others: a player can begin here.</summary>
    public bool IsKey => (Checked()._info.Flags & NativePacketFlags.Key) != NativePacketFlags.None;

    /// <summary>How long the content lasts, in ticks of <see cref="TimeBase"/>; 0 where the container does not say.</summary>
    public long Duration => Checked()._info.Duration;

    /// <summary>Seconds a tick.</summary>
    public Rational TimeBase => Checked()._timeBase;

    /// <summary>The bytes. Valid while the caller holds its reference.</summary>
    public ReadOnlySpan<byte> Data => new(Checked()._info.Data, _info.Size);

    /// <summary>The bytes, for whoever has just made them and shares them with nobody yet.</summary>
    internal Span<byte> WritableData => new(Checked()._info.Data, _info.Size);

    internal PacketHandle Handle => Checked()._handle;

    internal void Fill(in NativePacketInfo info, Rational timeBase)
    {
        _info = info;
        _timeBase = timeBase;
    }

    internal override void Free() => _handle.Dispose();

    private protected override void OnLastReferenceGone()
    {
        AvError.Check(AvNative.PacketClear(_handle));
        _info = default;
        _pool.Return(this);
    }

    private MediaPacket Checked()
    {
        ThrowIfReleased();
        return this;
    }
}
