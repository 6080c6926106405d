using System.Collections.Immutable;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Output;

/// <summary>Hands each frame's results to files that were asked for, while the stages after it work on the frames before.</summary>
/// <param name="results">The files.</param>
/// <param name="step">As what its time is booked.</param>
/// <param name="stop">Ends it.</param>
/// <param name="items">Where items go that are given up.</param>
/// <param name="metrics">Told of the time taken.</param>
internal sealed class OutputStage(
    ImmutableArray<IFrameResults> results, MeasuredStep step, StopSignal stop, FrameItemPool items, PipelineMetrics metrics)
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
                if (item.Touched is { } touched)
                {
                    result.WriteTouched(frame, touched);
                }
            }

            metrics.RecordSince(step, start);
        }

        return ValueTask.CompletedTask;
    }
}
