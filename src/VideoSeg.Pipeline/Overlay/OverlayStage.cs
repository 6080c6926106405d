using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>
/// Draws a frame's polyps. A frame on which nothing is drawn goes on untouched and uncopied.
/// </summary>
/// <param name="renderer">Draws.</param>
/// <param name="tellsTouched">Whether it is kept which pixels were drawn on.</param>
/// <param name="redacts">Whether what lies outside the field of view was blanked.</param>
/// <param name="keepsSource">Whether the frame as it was is kept too.</param>
/// <param name="stop">Ends it.</param>
/// <param name="items">Where items go that are given up.</param>
/// <param name="metrics">Told of the time taken.</param>
internal sealed class OverlayStage(
    OverlayRenderer renderer, bool tellsTouched, bool redacts, bool keepsSource, StopSignal stop, FrameItemPool items, PipelineMetrics metrics)
    : FrameStage(PipelineStage.Overlay, stop, items)
{
    protected override ValueTask WorkAsync(FrameItem item)
    {
        if (item is { Frame: { } frame, Masks: { } masks })
        {
            long start = metrics.Time.GetTimestamp();
            item.Touched = tellsTouched ? item.Touched ?? new TouchedMask() : null;
            item.Touched?.Clear(frame.Planes.Width, frame.Planes.Height);
            if (renderer.DrawsOn(item.Polyps))
            {
                if (keepsSource)
                {
                    frame.AddReference();
                    item.Source = frame;
                }

                item.Frame = frame.MakeWritable();
                renderer.Draw(item.Frame.Planes, masks, 0, item.Polyps, item.Touched, item.Frame.Field);
            }

            if (redacts && item.Frame.Field is { } field)
            {
                item.Touched?.AddOutside(field, item.Frame.Format.ChromaShiftX, item.Frame.Format.ChromaShiftY);
            }

            metrics.RecordSince(MeasuredStep.Overlay, start);
        }

        return ValueTask.CompletedTask;
    }
}
