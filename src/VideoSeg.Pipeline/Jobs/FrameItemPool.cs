using System.Collections.Concurrent;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Jobs;

/// <summary>
/// Keeps items for the next frame and books how each frame ended: every item comes back here once, by one of three ways. Thread-safe.
/// Holds as many items as were ever on their way at once, which the channels bound.
/// </summary>
internal sealed class FrameItemPool(PipelineMetrics metrics)
{
    private readonly ConcurrentQueue<FrameItem> _idle = new();

    public FrameItem Rent() => _idle.TryDequeue(out FrameItem? item) ? item : new FrameItem();

    /// <summary>The frame was handed to the encoder.</summary>
    public void Deliver(FrameItem item)
    {
        if (item.Frame is not null)
        {
            metrics.Delivered();
            metrics.RecordSince(MeasuredStep.Total, item.CapturedAt);
        }

        Return(item);
    }

    /// <summary>The frame is given up.</summary>
    public void Drop(FrameItem item, DropReason reason)
    {
        if (item.Frame is not null)
        {
            metrics.Dropped(reason);
        }

        Return(item);
    }

    /// <summary>The frame failed in a stage.</summary>
    public void Fail(FrameItem item, PipelineStage stage)
    {
        if (item.Frame is not null)
        {
            metrics.Failed(stage);
        }

        Return(item);
    }

    private void Return(FrameItem item)
    {
        item.Clear();
        _idle.Enqueue(item);
    }
}
