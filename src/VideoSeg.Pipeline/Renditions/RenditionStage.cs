using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Renditions;

/// <summary>Makes what is encoded out of the frame, after everything else has seen it.</summary>
internal sealed class RenditionStage(IPictureMaker maker, StopSignal stop, FrameItemPool items, PipelineMetrics metrics)
    : FrameStage(PipelineStage.Render, stop, items)
{
    protected override ValueTask WorkAsync(FrameItem item)
    {
        if (item.Frame is not null)
        {
            long start = metrics.Time.GetTimestamp();
            maker.Apply(item);
            metrics.RecordSince(MeasuredStep.Render, start);
        }

        return ValueTask.CompletedTask;
    }
}
