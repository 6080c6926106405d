namespace VideoSeg.Host.Web;

/// <summary>Somebody who watches: what waits for them, and the count of it. Dispose when they are gone.</summary>
internal sealed class Viewer : IDisposable
{
    // A second or two: more would only be late. Beside it the network holds some (see SendBuffer).
    private const int MostMessages = 60;
    private const long MostBytes = 8 << 20;

    private static readonly KeyValuePair<string, object?> DeliveredTag = new("outcome", "delivered");
    private static readonly KeyValuePair<string, object?> DroppedTag = new("outcome", "dropped_slow");

    private readonly ViewerInstruments _instruments;
    private readonly KeyValuePair<string, object?> _stream;
    private readonly KeyValuePair<string, object?> _kind;
    private int _isGone;

    /// <summary>A viewer that is there.</summary>
    /// <param name="stream">Name of the stream.</param>
    /// <param name="kind">How they watch: <c>annexb</c>, <c>fmp4</c>, <c>mjpeg</c>.</param>
    /// <param name="instruments">The measurements.</param>
    /// <param name="mostMessages">Messages that may wait for them.</param>
    public Viewer(string stream, string kind, ViewerInstruments instruments, int mostMessages = MostMessages)
    {
        (_instruments, _stream, _kind) = (instruments, new("stream", stream), new("kind", kind));
        Queue = new ViewerQueue(mostMessages, MostBytes, count => instruments.Frames.Add(count, _stream, _kind, DroppedTag));
        instruments.Viewers.Add(1, _stream, _kind);
    }

    /// <summary>What waits for them.</summary>
    public ViewerQueue Queue { get; }

    /// <summary>Counts a frame that was sent.</summary>
    public void Delivered() => _instruments.Frames.Add(1, _stream, _kind, DeliveredTag);

    /// <summary>They are gone.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isGone, 1) == 0)
        {
            Queue.Dispose();
            _instruments.Viewers.Add(-1, _stream, _kind);
        }
    }
}
