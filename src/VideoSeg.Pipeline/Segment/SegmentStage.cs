using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Segment;

/// <summary>Runs the frames that the schedule picks through the network, one at a time; the others pass without masks.</summary>
internal sealed class SegmentStage(ISegmenter segmenter, AnalysisSchedule schedule, StopSignal stop, FrameItemPool items, PipelineMetrics metrics)
    : FrameStage(PipelineStage.Segment, stop, items)
{
    private readonly ImagePlanes[] _pictures = new ImagePlanes[1];

    protected override async ValueTask WorkAsync(FrameItem item)
    {
        if (item.Frame is not { } frame || !schedule.Takes(frame.PresentationTime * frame.TimeBase.Value))
        {
            return;
        }

        metrics.Analysed();

        _pictures[0] = frame.Planes;
        Segmentation masks = await segmenter.SegmentAsync(_pictures, Stop.SegmentToken);
        item.Masks = masks;
        frame.Field?.ClearOutside(masks, frame.Field.Segmented);
        metrics.Record(MeasuredStep.Preprocess, masks.PreprocessTime);
        metrics.Record(MeasuredStep.Inference, masks.InferenceTime);
    }
}
