using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>
/// Draws a frame's polyps. A frame on which nothing is drawn goes on untouched and uncopied.
/// </summary>
internal sealed class OverlayStage(
    OverlayRenderer renderer, StopSignal stop, FrameItemPool items, PipelineMetrics metrics)
    : FrameStage(PipelineStage.Overlay, stop, items)
{
    protected override ValueTask WorkAsync(FrameItem item)
    {
        if (item is { Frame: { } frame, Masks: { } masks })
        {
            long start = metrics.Time.GetTimestamp();
            if (renderer.DrawsOn(item.Polyps))
            {
                item.Frame = frame.MakeWritable();
                renderer.Draw(item.Frame.Planes, masks, 0, item.Polyps);
            }

            metrics.RecordSince(MeasuredStep.Overlay, start);
        }

        return ValueTask.CompletedTask;
    }
}
