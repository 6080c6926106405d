using System.Collections.Immutable;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Output;

/// <summary>Hands each frame's results to the files that were asked for, while the frame before it is encoded.</summary>
internal sealed class OutputStage(
    ImmutableArray<IFrameResults> results, StopSignal stop, FrameItemPool items, PipelineMetrics metrics)
    : FrameStage(PipelineStage.Output, stop, items)
{
    protected override ValueTask WorkAsync(FrameItem item)
    {
        if (item is { Frame: { } frame, Masks: { } masks })
        {
            long start = metrics.Time.GetTimestamp();
            foreach (IFrameResults result in results)
            {
                result.Write(frame, masks, item.Polyps);
            }

            metrics.RecordSince(MeasuredStep.Output, start);
        }

        return ValueTask.CompletedTask;
    }
}
