using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Web.Video;

/// <summary>One encode of a stream's picture for all browsers that watch it, as units with start codes and as fragments of MP4.</summary>
internal sealed class VideoRendition : LiveOutlet
{
    // A key frame costs bits: viewers that ask for one share it with those that ask soon after.
    private static readonly long KeyFrameTicks = LiveFrame.TimeBase.Denominator / 4;

    private readonly ViewerPicture _picture;
    private readonly VideoEncoderOptions _options;
    private readonly ViewerMessagePool _messages = new();
    private readonly ViewerSet _units = new();
    private readonly ViewerSet _fragments = new();
    private VideoEncoder? _encoder;
    private FragmentMuxer? _muxer;
    private VideoSetup? _unitSetup;
    private VideoSetup? _fragmentSetup;
    private long _lastTicks;
    private long _lastKeyTicks;
    private int _isKeyWanted;

    /// <summary>Nothing is encoded before <see cref="LiveOutlet.Start"/>.</summary>
    /// <param name="stream">Name of the stream.</param>
    /// <param name="picture">Which picture.</param>
    /// <param name="options">How to encode.</param>
    /// <param name="context">Shared parts.</param>
    public VideoRendition(string stream, ViewerPicture picture, VideoEncoderOptions options, LiveContext context)
        : base(stream, NameOf(picture), "rendition", capacity: 2, context) => (_picture, _options) = (picture, options);

    /// <summary>The outlet's name.</summary>
    public static string NameOf(ViewerPicture picture) => picture == ViewerPicture.Original ? "browser-original" : "browser-annotated";

    /// <summary>Adds a viewer, who gets a key frame soon.</summary>
    public void Add(Viewer viewer, VideoFormat format)
    {
        SetOf(format).Add(viewer);
        RequestKeyFrame();
    }

    /// <summary>Takes a viewer out.</summary>
    public void Remove(Viewer viewer, VideoFormat format) => SetOf(format).Remove(viewer);

    /// <summary>Asks for a key frame; comes soon, not at once. Any thread.</summary>
    public void RequestKeyFrame() => Volatile.Write(ref _isKeyWanted, 1);

    /// <inheritdoc/>
    protected override OutletDropReason? Deliver(LiveFrame frame)
    {
        if (_units.IsEmpty && _fragments.IsEmpty)
        {
            return OutletDropReason.Away;
        }

        VideoFrame picture = _picture.Of(frame);
        if (_encoder is null || !_encoder.Fits(picture))
        {
            Open(picture);
        }

        if (_isKeyWanted != 0 && frame.Ticks - _lastKeyTicks >= KeyFrameTicks)
        {
            Volatile.Write(ref _isKeyWanted, 0);
            _encoder!.RequestKeyFrame();
        }

        _encoder!.Send(picture, frame.Ticks, Math.Max(1, frame.Ticks - _lastTicks));
        _lastTicks = frame.Ticks;
        while (_encoder.TryReceive(out MediaPacket? packet))
        {
            using (packet)
            {
                Send(packet, frame.Number);
            }
        }

        SetState(LiveOutletState.Running, "");
        return null;
    }

    /// <inheritdoc/>
    protected override void Close()
    {
        _units.Close();
        _fragments.Close();
        CloseEncoder();
    }

    private ViewerSet SetOf(VideoFormat format) => format == VideoFormat.AnnexB ? _units : _fragments;

    private void Open(VideoFrame picture)
    {
        CloseEncoder();
        _encoder = VideoEncoder.Open(picture, LiveFrame.TimeBase, Rational.Unknown, _options);
        _unitSetup = new VideoSetup(_encoder.Format);
        _lastKeyTicks = long.MinValue / 2;
    }

    private void CloseEncoder()
    {
        _muxer?.Dispose();
        _encoder?.Dispose();
        (_muxer, _encoder) = (null, null);
    }

    private void Send(MediaPacket packet, long number)
    {
        long ticks = packet.PresentationTime ?? _lastTicks;
        _lastKeyTicks = packet.IsKey ? ticks : _lastKeyTicks;
        if (!_units.IsEmpty)
        {
            _units.Send(Message(packet, number, ticks, _unitSetup!));
        }

        SendFragments(packet, number, ticks);
    }

    private void SendFragments(MediaPacket packet, long number, long ticks)
    {
        if (_fragments.IsEmpty)
        {
            // Whoever comes next begins with a key frame and a muxer of its own.
            _muxer?.Dispose();
            _muxer = null;
            return;
        }

        if (_muxer is null)
        {
            if (!packet.IsKey)
            {
                return;
            }

            _muxer = FragmentMuxer.Create(_encoder!.Format);
            _fragmentSetup = new VideoSetup(_encoder.Format, Microseconds(ticks), _muxer.InitSegment.AsSpan());
        }

        _muxer.Send(packet);
        while (_muxer.TryReceive(out MediaPacket? fragment))
        {
            using (fragment)
            {
                _fragments.Send(Message(fragment, number, ticks, _fragmentSetup!));
            }
        }
    }

    private ViewerMessage Message(MediaPacket packet, long number, long ticks, VideoSetup setup)
    {
        ReadOnlySpan<byte> data = packet.Data;
        ViewerMessage message = _messages.Rent(VideoHeader.Length + data.Length, packet.IsKey, setup, out Span<byte> bytes);
        VideoHeader.Write(bytes, packet.IsKey ? VideoFlags.Key : VideoFlags.None, number, Microseconds(ticks));
        data.CopyTo(bytes[VideoHeader.Length..]);
        return message;
    }

    // 90 ticks a millisecond: 100/9 microseconds a tick.
    private static long Microseconds(long ticks) => ticks * 100 / 9;
}
