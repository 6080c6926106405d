namespace VideoSeg.Pipeline.Metrics;

/// <summary>
/// The account of a job's frames: each captured frame ends exactly once, delivered, dropped for a reason or failed in a stage. Thread-safe.
/// </summary>
public sealed class FrameLedger
{
    private readonly long[] _dropped = new long[Enum.GetValues<DropReason>().Length];
    private readonly long[] _failed = new long[Enum.GetValues<PipelineStage>().Length];
    private long _captured;
    private long _delivered;

    /// <summary>Frames that were decoded.</summary>
    public long Captured => Volatile.Read(ref _captured);

    /// <summary>Frames that were handed to the encoder.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Frames given up, for whatever reason.</summary>
    public long DroppedTotal => Sum(_dropped);

    /// <summary>Frames that failed, in whatever stage.</summary>
    public long FailedTotal => Sum(_failed);

    /// <summary>Frames on their way: 0 once a job has ended.</summary>
    public long InFlight => Captured - Delivered - DroppedTotal - FailedTotal;

    /// <summary>Frames given up for a reason.</summary>
    public long Dropped(DropReason reason) => Volatile.Read(ref _dropped[(int)reason]);

    /// <summary>Frames that failed in a stage.</summary>
    public long Failed(PipelineStage stage) => Volatile.Read(ref _failed[(int)stage]);

    internal void AddCaptured() => Interlocked.Increment(ref _captured);

    internal void AddDelivered() => Interlocked.Increment(ref _delivered);

    internal void AddDropped(DropReason reason) => Interlocked.Increment(ref _dropped[(int)reason]);

    internal void AddFailed(PipelineStage stage) => Interlocked.Increment(ref _failed[(int)stage]);

    private static long Sum(long[] counts)
    {
        long sum = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            sum += Volatile.Read(ref counts[i]);
        }

        return sum;
    }
}
