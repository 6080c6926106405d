using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Segment;

/// <summary>
/// Hands the frames that the schedule picks to the network and does not wait for it: as many are on their way as the next channel holds. The
/// others pass without masks.
/// </summary>
internal sealed class SegmentStage(ISegmenter segmenter, AnalysisSchedule schedule, StopSignal stop, FrameItemPool items, PipelineMetrics metrics)
    : FrameStage(PipelineStage.Segment, stop, items)
{
    protected override ValueTask WorkAsync(FrameItem item)
    {
        if (item.Frame is { } frame && schedule.Takes(frame.PresentationTime * frame.TimeBase.Value))
        {
            metrics.Analysed();
            item.Pictures[0] = frame.Planes;
            item.Asked = segmenter.SegmentAsync(item.Pictures, Stop.SegmentToken).AsTask();
        }

        return ValueTask.CompletedTask;
    }
}
