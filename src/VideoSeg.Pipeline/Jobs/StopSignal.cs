using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Jobs;

/// <summary>
/// Tells the stages of a pipeline how far it has stopped. A stage that is reached gives up what comes to it, unworked; the stages after it
/// carry on, so that what has passed it is still delivered. No stage ever stops taking in, so none waits for ever. Thread-safe.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _capture = new();
    private readonly CancellationTokenSource _segment = new();
    private readonly Lock _lock = new();
    private volatile int _reached = -1;
    private Exception? _failure;

    /// <summary>Ends reading: cancelled when the signal reaches the first stage.</summary>
    public CancellationToken CaptureToken => _capture.Token;

    /// <summary>Ends waiting for the segmenter: cancelled when the signal reaches its stage.</summary>
    public CancellationToken SegmentToken => _segment.Token;

    /// <summary>The first thing that went wrong; null where nothing has.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>Why frames are given up.</summary>
    public DropReason Reason => Failure is null ? DropReason.Interrupted : DropReason.Aborted;

    /// <summary>Whether a stage is to give up what comes to it.</summary>
    public bool Reaches(PipelineStage stage) => (int)stage <= _reached;

    /// <summary>Stops, because somebody wishes it, before the network: what has been segmented is still delivered.</summary>
    public void Interrupt() => Raise(PipelineStage.Segment);

    /// <summary>Stops because a stage failed; only the first failure is remembered.</summary>
    public void Fail(PipelineStage stage, Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        Raise(stage);
    }

    public void Dispose()
    {
        _capture.Dispose();
        _segment.Dispose();
    }

    private void Raise(PipelineStage stage)
    {
        lock (_lock)
        {
            _reached = Math.Max(_reached, (int)stage);
        }

        _capture.Cancel();
        if (Reaches(PipelineStage.Segment))
        {
            _segment.Cancel();
        }
    }
}
