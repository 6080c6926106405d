using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Segment;

/// <summary>Runs every frame through the network, one at a time.</summary>
internal sealed class SegmentStage(ISegmenter segmenter, StopSignal stop, FrameItemPool items, PipelineMetrics metrics)
    : FrameStage(PipelineStage.Segment, stop, items)
{
    private readonly ImagePlanes[] _pictures = new ImagePlanes[1];

    protected override async ValueTask WorkAsync(FrameItem item)
    {
        if (item.Frame is not { } frame)
        {
            return;
        }

        _pictures[0] = frame.Planes;
        Segmentation masks = await segmenter.SegmentAsync(_pictures, Stop.SegmentToken);
        item.Masks = masks;
        metrics.Record(MeasuredStep.Preprocess, masks.PreprocessTime);
        metrics.Record(MeasuredStep.Inference, masks.InferenceTime);
    }
}
