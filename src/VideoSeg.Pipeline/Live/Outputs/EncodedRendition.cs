using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>
/// One encode of a stream's picture for all who take it: browsers, pushes, HLS, recordings. Each subscription has a queue of its own. Nothing is encoded
/// while there is none. Where the picture changes its size or layout, a new encoder takes over, with another <see cref="LivePacket.Format"/>.
/// <code>
/// var rendition = new EncodedRendition("room1", "video", new EncodedRenditionOptions(), context);
/// stream.Add(rendition);
/// using PacketSubscription subscription = rendition.Subscribe(capacity: 30);
/// </code>
/// </summary>
public sealed class EncodedRendition : LiveOutlet
{
    private const double UsualRate = 30;

    private readonly LivePacketPool _packets = new();
    private readonly EncodedFrameLog _frames = new();
    private readonly Lock _subscribing = new();
    private readonly KeyValuePair<string, object?>[] _workTags;
    private readonly KeyValuePair<string, object?>[] _queueTags;
    private ImmutableArray<PacketSubscription> _subscriptions = [];
    private bool _isClosed;
    private VideoEncoder? _encoder;
    private volatile EncodedVideoFormat? _format;
    private volatile bool _isKeyWanted;
    private long? _lastKeyAt;
    private long? _retryAt;
    private long _lastTicks;

    /// <summary>A rendition that encodes nothing before it is started and somebody subscribes.</summary>
    /// <param name="stream">Name of its stream.</param>
    /// <param name="name">Its own name, unique in the stream.</param>
    /// <param name="options">What it is.</param>
    /// <param name="context">Shared parts.</param>
    /// <exception cref="VideoSegException">An option is wrong; all faults are listed.</exception>
    public EncodedRendition(string stream, string name, EncodedRenditionOptions options, LiveContext context)
        : base(stream, name, "rendition", Checked(options).QueueCapacity, context)
    {
        Options = options;
        _workTags = [new("stream", stream), new("stage", "encode"), new("kind", "work")];
        _queueTags = [new("stream", stream), new("stage", "encode"), new("kind", "queue")];
    }

    /// <summary>What it is.</summary>
    public EncodedRenditionOptions Options { get; }

    /// <summary>How many take it now.</summary>
    public int Subscriptions => _subscriptions.Length;

    /// <summary>What comes now; null while nothing is encoded.</summary>
    public EncodedVideoFormat? Format => _format;

    /// <summary>Subscribes. The first packet is a key picture, which is asked for. Any thread.</summary>
    /// <param name="capacity">Packets that may wait, at least 1; as many as make up the longest delay that is to be borne.</param>
    /// <param name="overflow">What to do when more wait.</param>
    public PacketSubscription Subscribe(int capacity, PacketOverflow overflow = PacketOverflow.SkipToNewest) => Subscribe(capacity, overflow, null);

    /// <summary>Asks for a key picture as soon as <see cref="EncodedRenditionOptions.KeyFrameRequestInterval"/> allows. Any thread.</summary>
    public void RequestKeyFrame() => _isKeyWanted = true;

    internal PacketSubscription Subscribe(int capacity, PacketOverflow overflow, IPacketListener? listener)
    {
        var subscription = new PacketSubscription(this, capacity, overflow, listener);
        lock (_subscribing)
        {
            if (_isClosed)
            {
                subscription.End();
                return subscription;
            }

            _subscriptions = _subscriptions.Add(subscription);
        }

        RequestKeyFrame();
        return subscription;
    }

    internal void Remove(PacketSubscription subscription)
    {
        lock (_subscribing)
        {
            _subscriptions = _subscriptions.Remove(subscription);
        }
    }

    /// <inheritdoc/>
    protected override OutletDropReason? Deliver(LiveFrame frame)
    {
        if (_subscriptions.IsEmpty)
        {
            CloseEncoder();
            SetState(LiveOutletState.Running, "");
            return OutletDropReason.Unwanted;
        }

        long start = Context.Time.GetTimestamp();
        if (_retryAt is { } retryAt && Context.Time.GetElapsedTime(retryAt, start) < Options.RetryDelay)
        {
            return OutletDropReason.Away;
        }

        // A little less than the distance: frames that come just before their time are not to be left out.
        if (Options.MaxFrameRate is { } rate && _lastTicks != 0 && frame.Ticks - _lastTicks < 0.9 * LiveFrame.TimeBase.Denominator / rate)
        {
            return OutletDropReason.Unwanted;
        }

        try
        {
            Encode(frame, start);
        }
        catch
        {
            CloseEncoder();
            _retryAt = start;
            throw;
        }

        SetState(LiveOutletState.Running, "");
        Context.Instruments.StageDuration.Record(Context.Time.GetElapsedTime(frame.HandedOverAt, start).TotalSeconds, _queueTags);
        Context.Instruments.StageDuration.Record(Context.Time.GetElapsedTime(start).TotalSeconds, _workTags);
        return null;
    }

    /// <inheritdoc/>
    protected override void Close()
    {
        ImmutableArray<PacketSubscription> last;
        lock (_subscribing)
        {
            _isClosed = true;
            last = _subscriptions;
            _subscriptions = [];
        }

        foreach (PacketSubscription subscription in last)
        {
            subscription.End();
        }

        CloseEncoder();
        _packets.Dispose();
    }

    private static EncodedRenditionOptions Checked(EncodedRenditionOptions options)
    {
        OptionsValidation.Require(options);
        OptionsValidation.Require(options.Encoder);
        return options;
    }

    private void Encode(LiveFrame frame, long start)
    {
        VideoFrame picture = frame.Pick(Options.Picture);
        if (_encoder is null || !_encoder.Fits(picture))
        {
            OpenEncoder(picture);
        }

        if (_isKeyWanted && (_lastKeyAt is not { } last || Context.Time.GetElapsedTime(last, start) >= Options.KeyFrameRequestInterval))
        {
            _isKeyWanted = false;
            _encoder!.RequestKeyFrame();
        }

        _frames.Add(frame);
        long duration = _lastTicks == 0 || frame.Ticks <= _lastTicks ? 0 : Math.Min(frame.Ticks - _lastTicks, LiveFrame.TimeBase.Denominator);
        _lastTicks = frame.Ticks;
        _encoder!.Send(picture, frame.Ticks, duration);
        while (_encoder.TryReceive(out MediaPacket? packet))
        {
            Publish(packet, start);
        }
    }

    private void Publish(MediaPacket packet, long start)
    {
        _lastKeyAt = packet.IsKey ? start : _lastKeyAt;
        using LivePacket live = _packets.Rent();
        (live.Packet, live.Format) = (packet, _format!);
        live.EncodedAt = Context.Time.GetTimestamp();
        _frames.Describe(live, packet.PresentationTime!.Value);
        foreach (PacketSubscription subscription in _subscriptions)
        {
            subscription.Offer(live);
        }
    }

    private void OpenEncoder(VideoFrame picture)
    {
        CloseEncoder();
        double seconds = picture.Duration * picture.TimeBase.Value;
        double rate = seconds > 0 ? Math.Clamp(1 / seconds, 1, 240) : UsualRate;
        _encoder = VideoEncoder.Open(picture, LiveFrame.TimeBase, new Rational((int)Math.Round(rate * 1000), 1000), Options.Encoder);
        _format = _encoder.Format;
        _retryAt = null;
    }

    private void CloseEncoder()
    {
        _encoder?.Dispose();
        _encoder = null;
        _format = null;
    }
}
