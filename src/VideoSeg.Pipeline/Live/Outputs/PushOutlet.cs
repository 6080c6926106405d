using VideoSeg.Model;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>
/// Pushes a rendition to a media server or any other peer that FFmpeg reaches, and dials again whenever that goes away. Each connection begins with a key
/// picture at time 0.
/// </summary>
public sealed class PushOutlet : PacketOutlet
{
    /// <summary>A connection that lasted so long makes the next wait a first one.</summary>
    private static readonly TimeSpan s_stable = TimeSpan.FromSeconds(10);

    /// <summary>What has waited for longer is not worth being the beginning of a connection.</summary>
    private static readonly TimeSpan s_freshness = TimeSpan.FromMilliseconds(250);

    private readonly PushOutletOptions _options;
    private readonly SourceUrl _url;
    private readonly Backoff _backoff;
    private readonly DeadlineSignal _wake;
    private PacketWriter? _writer;
    private long _connectedAt;
    private long _waitsSince;
    private TimeSpan _wait;
    private long _bytes;
    private int _connections;
    private int _failures;

    /// <summary>A push that dials nobody before it is started.</summary>
    /// <param name="rendition">What is pushed; belongs to the stream.</param>
    /// <param name="name">Its own name, unique in the stream.</param>
    /// <param name="options">Where to.</param>
    /// <param name="context">Shared parts.</param>
    /// <exception cref="VideoSegException">An option is wrong; all faults are listed.</exception>
    public PushOutlet(EncodedRendition rendition, string name, PushOutletOptions options, LiveContext context)
        : base(rendition.Stream, name, "push", [rendition], Checked(options).QueueCapacity, PacketOverflow.SkipToNewest, context)
    {
        _options = options;
        _url = new SourceUrl(options.Url, options: options.Options);
        _wake = new DeadlineSignal(context.Time);
        _backoff = new Backoff(options.RedialDelay, options.MaxRedialDelay, s_stable, Random.Shared.NextDouble);
    }

    /// <summary>Where it pushes to, without passwords and keys.</summary>
    public string Url => _url.Display;

    /// <summary>How often the peer was reached.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>How often it could not be reached, or went away.</summary>
    public int Failures => Volatile.Read(ref _failures);

    /// <summary>Bytes pushed over all connections, those of the container not counted.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <inheritdoc/>
    protected override OutletDropReason? Deliver(LivePacket packet, int rendition)
    {
        if (_writer is not null && !ReferenceEquals(_writer.Format, packet.Format))
        {
            // The picture has another size: the peer is told by a new connection.
            Disconnect(finishes: true);
        }

        if (_writer is null && !TryConnect(packet))
        {
            return OutletDropReason.Away;
        }

        try
        {
            _writer!.Write(packet.Packet);
        }
        catch (VideoSegException e)
        {
            TimeSpan lasted = Context.Time.GetElapsedTime(_connectedAt);
            Disconnect(finishes: false);
            throw Failed(e, lasted);
        }

        Interlocked.Add(ref _bytes, packet.Packet.Data.Length);
        return null;
    }

    /// <inheritdoc/>
    protected override void Close()
    {
        try
        {
            EndSubscriptions(delivers: false);
            Disconnect(finishes: true);
        }
        finally
        {
            _wake.Dispose();
        }
    }

    private static PushOutletOptions Checked(PushOutletOptions options)
    {
        OptionsValidation.Require(options);
        try
        {
            PacketContainer.Find(options.Url, options.Container);
        }
        catch (VideoSegException e)
        {
            throw new VideoSegException(e.Kind, new SourceUrl(options.Url, options: options.Options).Redact(e.Message), e);
        }

        return options;
    }

    private bool TryConnect(LivePacket packet)
    {
        long start = Context.Time.GetTimestamp();
        if (Context.Time.GetElapsedTime(_waitsSince, start) < _wait)
        {
            return false;
        }

        if (!packet.IsKey)
        {
            RequestKeyFrame(0);
            return false;
        }

        var options = new PacketWriterOptions
        {
            Container = _options.Container,
            ContainerOptions = _options.Options,
            OpenTimeout = _options.OpenTimeout,
            WriteTimeout = _options.WriteTimeout,
        };
        try
        {
            // FFmpeg cannot be interrupted while it looks a name up.
            using (StopToken.UnsafeRegister(static wake => ((DeadlineSignal)wake!).Set(), _wake))
            {
                HostLookup.Require(_url.Host, _options.OpenTimeout, _wake, Context.Time, StopToken);
            }

            _writer = PacketWriter.Open(_options.Url, packet.Format, options, StopToken);
        }
        catch (VideoSegException e)
        {
            throw Failed(e, TimeSpan.Zero);
        }

        _connectedAt = Context.Time.GetTimestamp();
        Interlocked.Increment(ref _connections);
        SetState(LiveOutletState.Running, "");
        if (Context.Time.GetElapsedTime(start) < s_freshness)
        {
            return true;
        }

        // What came while the peer let us wait is old by now, and players would stay behind by as much.
        SkipToNewest(0);
        return false;
    }

    private VideoSegException Failed(VideoSegException fault, TimeSpan lasted)
    {
        Interlocked.Increment(ref _failures);
        _wait = _backoff.Next(lasted);
        _waitsSince = Context.Time.GetTimestamp();
        return new VideoSegException(fault.Kind, _url.Redact(fault.Message), fault);
    }

    private void Disconnect(bool finishes)
    {
        if (_writer is not { } writer)
        {
            return;
        }

        _writer = null;
        using (writer)
        {
            try
            {
                if (finishes && !StopToken.IsCancellationRequested)
                {
                    writer.Finish();
                }
            }
            catch (Exception e) when (e is VideoSegException or OperationCanceledException)
            {
                // The peer has gone first.
            }
        }
    }
}
