using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>
/// Finds the polyps in a frame's masks and draws them. A frame on which nothing is drawn goes on untouched and uncopied.
/// </summary>
internal sealed class OverlayStage(
    PolypFinder finder, OverlayRenderer renderer, StopSignal stop, FrameItemPool items, PipelineMetrics metrics)
    : FrameStage(PipelineStage.Overlay, stop, items)
{
    protected override ValueTask WorkAsync(FrameItem item)
    {
        if (item is { Frame: { } frame, Masks: { } masks })
        {
            long start = metrics.Time.GetTimestamp();
            finder.Find(masks, 0, frame.Planes, item.Polyps);
            metrics.Found(item.Polyps.Detections.Length);
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
