using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Tracking;

/// <summary>Finds the polyps in a frame's masks, or carries the last ones along, and follows them from frame to frame.</summary>
internal sealed class TrackStage(SteadyPolyps polyps, StopSignal stop, FrameItemPool items, PipelineMetrics metrics)
    : FrameStage(PipelineStage.Track, stop, items)
{
    protected override ValueTask WorkAsync(FrameItem item)
    {
        if (item.Frame is { } frame)
        {
            long start = metrics.Time.GetTimestamp();
            if (item.Masks is { } masks)
            {
                polyps.Find(frame, masks, item.Polyps);
            }
            else
            {
                item.Masks = polyps.Carry(frame, item.Polyps);
            }

            metrics.Found(item.Polyps.Detections.Length);
            metrics.RecordSince(MeasuredStep.Track, start);
        }

        return ValueTask.CompletedTask;
    }
}
