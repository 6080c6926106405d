using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Web;

/// <summary>Somebody who watches, and what came to them. Dispose when they are gone.</summary>
internal sealed class Viewer : IViewer, IDisposable
{
    private readonly ViewerInstruments _instruments;
    private long _delivered;

    /// <summary>A viewer that is there.</summary>
    /// <param name="stream">Name of the stream.</param>
    /// <param name="kind">How they watch: <c>annexb</c>, <c>fmp4</c>, <c>mjpeg</c>.</param>
    /// <param name="rendition">What they watch; stays the caller's.</param>
    /// <param name="capacity">Packets that may wait for them.</param>
    /// <param name="instruments">The measurements.</param>
    public Viewer(string stream, string kind, EncodedRendition rendition, int capacity, ViewerInstruments instruments)
    {
        (Stream, Kind, _instruments) = (stream, kind, instruments);
        Packets = rendition.Subscribe(capacity);
        instruments.Add(this);
    }

    /// <summary>Name of the stream.</summary>
    public string Stream { get; }

    /// <summary>How they watch.</summary>
    public string Kind { get; }

    /// <summary>What waits for them.</summary>
    public PacketSubscription Packets { get; }

    /// <summary>Frames that were sent to them.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Frames that they lost because they did not keep up.</summary>
    public long Dropped => Packets.Lost;

    /// <summary>Counts a frame that was sent.</summary>
    public void CountDelivered() => Interlocked.Increment(ref _delivered);

    /// <inheritdoc/>
    public void Dispose()
    {
        _instruments.Remove(this);
        Packets.Dispose();
    }
}
