using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>Holds the newest frame between the thread that decodes and the one that delivers: a newer one takes the place of one that nobody took.</summary>
internal sealed class FrameSlot
{
    private readonly Lock _lock = new();
    private VideoFrame? _frame;
    private long _capturedAt;
    private int _connection;
    private int _late;

    /// <summary>Frames that lost their place so far.</summary>
    public long Dropped { get; private set; }

    /// <summary>Puts a frame in; the slot owns it from now on.</summary>
    public void Put(VideoFrame frame, long capturedAt, int connection)
    {
        VideoFrame? before;
        lock (_lock)
        {
            before = _frame;
            (_frame, _capturedAt, _connection) = (frame, capturedAt, connection);
            if (before is not null)
            {
                Dropped++;
                _late++;
            }
        }

        before?.Dispose();
    }

    /// <summary>Takes the frame out.</summary>
    /// <param name="capturedAt">When it was decoded.</param>
    /// <param name="connection">Number of the connection that it came by.</param>
    /// <param name="late">Frames that lost their place since the last call that gave one.</param>
    /// <returns>Null where there is none.</returns>
    public VideoFrame? Take(out long capturedAt, out int connection, out int late)
    {
        lock (_lock)
        {
            VideoFrame? frame = _frame;
            (capturedAt, connection, late) = (_capturedAt, _connection, frame is null ? 0 : _late);
            _frame = null;
            _late = frame is null ? _late : 0;
            return frame;
        }
    }
}
