using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using VideoSeg.Model;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Encode;

/// <summary>
/// Puts packets of a <see cref="VideoEncoder"/> into fragmented MP4 in memory, as Media Source Extensions take it: <see cref="InitSegment"/> first, then fragments,
/// each an <c>moof</c> and its <c>mdat</c>. Begins with a key picture, whose time becomes 0. Used by one thread at a time, which may change. Fragments are pooled
/// and may outlive it; allocates nothing per packet once warm.
/// <code>
/// using var muxer = FragmentMuxer.Create(encoder.Format);
/// socket.Send(muxer.InitSegment);
/// muxer.Send(packet);
/// while (muxer.TryReceive(out MediaPacket? fragment))
/// {
///     using (fragment) { socket.Send(fragment.Data); }
/// }
/// </code>
/// </summary>
public sealed unsafe class FragmentMuxer : IDisposable
{
    /// <summary>Length of a packet where neither it nor the format says.</summary>
    private const double UsualSeconds = 1 / 30.0;

    private readonly WriterHandle _handle;
    private readonly MediaPacketPool _packets = new();
    private readonly Queue<MediaPacket> _ready = new(2);
    private readonly Rational _trackTimeBase;
    private readonly long _leastTicks;
    private readonly long _usualDuration;
    private NativePacketInfo _pending;
    private long _origin;
    private long _muxedTicks;
    private long _endTicks;
    private bool _hasBegun;

    private FragmentMuxer(EncodedVideoFormat format, WriterHandle handle, Rational trackTimeBase, TimeSpan fragmentDuration)
    {
        Format = format;
        _handle = handle;
        _trackTimeBase = trackTimeBase;
        _usualDuration = Math.Max(1, (long)Math.Round((format.FrameRate.IsKnown ? format.FrameRate.Inverse.Value : UsualSeconds) / format.TimeBase.Value));
        _leastTicks = (long)(fragmentDuration.TotalSeconds / format.TimeBase.Value);
        using MediaPacket header = Take() ?? throw new VideoSegException(FaultKind.Engine, "expected the header of an MP4 stream, found nothing.");
        InitSegment = ImmutableArray.Create(header.Data);
    }

    /// <summary>What it was made for: packets of another format need another muxer.</summary>
    public EncodedVideoFormat Format { get; }

    /// <summary>The header: <c>ftyp</c> and <c>moov</c>.</summary>
    public ImmutableArray<byte> InitSegment { get; }

    /// <summary>For <c>MediaSource.isTypeSupported</c> and <c>addSourceBuffer</c>: <c>video/mp4; codecs="avc1.64001f"</c>.</summary>
    public string MimeType => Format.CodecString is { } codec ? $"video/mp4; codecs=\"{codec}\"" : "video/mp4";

    /// <summary>Makes a muxer.</summary>
    /// <param name="format">What will be written.</param>
    /// <param name="fragmentDuration">Least length of a fragment, 0 to 1 min; each key picture begins one all the same. Default zero: one for each packet, for the least delay.</param>
    /// <exception cref="VideoSegException">MP4 cannot hold it (<see cref="FaultKind.Usage"/>).</exception>
    public static FragmentMuxer Create(EncodedVideoFormat format, TimeSpan fragmentDuration = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fragmentDuration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fragmentDuration, TimeSpan.FromMinutes(1));
        MediaLibrary.EnsureLoaded();
        ImmutableDictionary<string, string> options = ImmutableDictionary<string, string>.Empty
            .Add("movflags", "frag_custom+empty_moov+default_base_moof+skip_trailer")
            .Add("video_track_timescale", format.TimeBase.Denominator.ToString());
        AvError.Check(AvNative.InterruptCreate(out InterruptHandle interrupt));
        using (interrupt)
        {
            WriterHandle handle = CodedOutput.Create(null, "mp4", options, default, ImmutableDictionary<string, string>.Empty, format, interrupt);
            try
            {
                Rational timeBase;
                AvError.Require(AvNative.WriterOpen(handle, &timeBase), FaultKind.Engine, "cannot begin an MP4 stream");
                return new FragmentMuxer(format, handle, timeBase, fragmentDuration);
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }
    }

    /// <summary>Takes a packet, which stays the caller's. False, and nothing taken, as long as no key picture has come.</summary>
    /// <exception cref="VideoSegException">The muxer failed (<see cref="FaultKind.Engine"/>).</exception>
    public bool Send(MediaPacket packet)
    {
        if (!_hasBegun && !packet.IsKey)
        {
            return false;
        }

        long time = packet.DecodeTime ?? 0;
        _origin = _hasBegun ? _origin : time;
        _hasBegun = true;
        if (packet.IsKey && _pending.Size > 0)
        {
            EndFragment();
        }

        if (_pending.Size == 0)
        {
            _pending.Time = packet.PresentationTime ?? time;
            _pending.DecodeTime = time;
            _pending.Flags = packet.IsKey ? NativePacketFlags.Key : NativePacketFlags.None;
            _muxedTicks = _endTicks;
        }

        // FFmpeg's muxer wants fragments without gaps, for which it would have to know the next packet's time. So it gets them, and the
        // fragment's time is put in afterwards.
        long inFragment = time - _pending.DecodeTime;
        long duration = packet.Duration > 0 ? packet.Duration : _usualDuration;
        AvStatus status = AvNative.WriterWriteCoded(_handle, packet.Handle, _muxedTicks + inFragment - (time - _origin), duration);
        AvError.Require(status, FaultKind.Engine, "cannot write an MP4 stream");
        _endTicks = _muxedTicks + inFragment + duration;
        _pending.Size++;
        _pending.Duration = inFragment + duration;
        if (_pending.Duration >= _leastTicks)
        {
            EndFragment();
        }

        return true;
    }

    /// <summary>The next fragment, the caller's to dispose, with the time and kind of its first packet and the length of all; false where there is none.</summary>
    public bool TryReceive([NotNullWhen(true)] out MediaPacket? fragment) => _ready.TryDequeue(out fragment);

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_ready.TryDequeue(out MediaPacket? fragment))
        {
            fragment.Dispose();
        }

        _packets.Dispose();
        _handle.Dispose();
    }

    private void EndFragment()
    {
        AvError.Require(AvNative.WriterFlush(_handle), FaultKind.Engine, "cannot write an MP4 stream");
        if (Take() is { } fragment)
        {
            FragmentTime.Set(fragment.WritableData, Format.TimeBase.Rescale(_pending.DecodeTime - _origin, _trackTimeBase));
            _ready.Enqueue(fragment);
        }

        _pending = default;
    }

    /// <summary>What the muxer has written since, with the times of what is pending.</summary>
    private MediaPacket? Take()
    {
        MediaPacket packet = _packets.Rent();
        NativePacketInfo info = default;
        AvStatus status = AvNative.WriterTake(_handle, packet.Handle, ref info);
        if (status != AvStatus.Ok)
        {
            packet.Dispose();
            AvError.Require(status == AvStatus.Again ? AvStatus.Ok : status, FaultKind.Engine, "cannot write an MP4 stream");
            return null;
        }

        (info.Time, info.DecodeTime, info.Duration, info.Flags) = (_pending.Time, _pending.DecodeTime, _pending.Duration, _pending.Flags);
        packet.Fill(info, Format.TimeBase);
        return packet;
    }
}
