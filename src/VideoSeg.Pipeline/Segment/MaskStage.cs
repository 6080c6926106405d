using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Segment;

/// <summary>
/// Waits for the masks that the network was asked for, frame after frame, so that they leave in order. After a stop what the network has
/// done is still delivered, up to the first frame that it has not.
/// </summary>
internal sealed class MaskStage(StopSignal stop, FrameItemPool items, PipelineMetrics metrics) : FrameStage(PipelineStage.Segment, stop, items)
{
    private bool _isBroken;

    protected override bool GivesUp => _isBroken || Stop.Reaches(Stage + 1);

    protected override async ValueTask WorkAsync(FrameItem item)
    {
        if (item.Asked is not { } asked)
        {
            return;
        }

        try
        {
            item.Masks = await asked;
        }
        catch
        {
            _isBroken = true;
            throw;
        }
        finally
        {
            item.Asked = null;
        }

        if (item.Frame is { Field: { } field })
        {
            field.ClearOutside(item.Masks, field.Segmented);
        }

        metrics.Record(MeasuredStep.Preprocess, item.Masks.PreprocessTime);
        metrics.Record(MeasuredStep.Inference, item.Masks.InferenceTime);
    }

    /// <summary>The network may still be reading the frame.</summary>
    protected override async ValueTask GiveUpAsync(FrameItem item)
    {
        if (item.Asked is { } asked)
        {
            await ((Task)asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            item.Masks = asked.IsCompletedSuccessfully ? await asked : null;
            item.Asked = null;
        }
    }
}
