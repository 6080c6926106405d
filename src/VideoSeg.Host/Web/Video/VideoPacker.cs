using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Web.Video;

/// <summary>Makes one viewer's messages of the packets that all viewers of a picture share. Allocates nothing per packet once warm. Not for two threads at a time.</summary>
internal sealed class VideoPacker(VideoFormat format) : IDisposable
{
    private EncodedVideoFormat? _video;
    private FragmentMuxer? _muxer;
    private byte[] _message = [];

    /// <summary>What the viewer has to know before the message that was packed last; another object where that changed.</summary>
    public VideoSetup? Setup { get; private set; }

    /// <summary>Packs a packet; what is returned is valid until the next call. Empty where there is nothing to send.</summary>
    public ReadOnlyMemory<byte> Pack(LivePacket live)
    {
        if (!ReferenceEquals(_video, live.Format))
        {
            Begin(live);
        }

        if (_muxer is null)
        {
            return Message(live.Packet.Data, live);
        }

        _muxer.Send(live.Packet);
        if (!_muxer.TryReceive(out MediaPacket? fragment))
        {
            return default;
        }

        using (fragment)
        {
            return Message(fragment.Data, live);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _muxer?.Dispose();

    // Another encoder begins with a key picture.
    private void Begin(LivePacket live)
    {
        _video = live.Format;
        _muxer?.Dispose();
        _muxer = format == VideoFormat.Fmp4 ? FragmentMuxer.Create(live.Format) : null;
        Setup = _muxer is null ? new VideoSetup(live.Format) : new VideoSetup(live.Format, Microseconds(live), _muxer.InitSegment.AsSpan());
    }

    private ReadOnlyMemory<byte> Message(ReadOnlySpan<byte> data, LivePacket live)
    {
        int length = VideoHeader.Length + data.Length;
        if (_message.Length < length)
        {
            _message = new byte[length * 2];
        }

        VideoHeader.Write(_message, live.IsKey ? VideoFlags.Key : VideoFlags.None, live.FrameNumber, Microseconds(live));
        data.CopyTo(_message.AsSpan(VideoHeader.Length));
        return _message.AsMemory(0, length);
    }

    // 90 ticks a millisecond: 100/9 microseconds a tick.
    private static long Microseconds(LivePacket live) => live.Packet.PresentationTime!.Value * 100 / 9;
}
