using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Encode;

/// <summary>The last stage: encodes frames and writes the packets of the other tracks between them, in the order in which they were read.</summary>
internal sealed class EncodeStage(VideoWriter writer, StopSignal stop, FrameItemPool items, PipelineMetrics metrics)
    : FrameStage(PipelineStage.Encode, stop, items)
{
    protected override ValueTask WorkAsync(FrameItem item)
    {
        long start = metrics.Time.GetTimestamp();
        foreach (MediaPacket packet in item.Packets)
        {
            writer.Write(packet);
        }

        if (item.Frame is { } frame)
        {
            writer.Write(frame);
            metrics.RecordSince(MeasuredStep.Encode, start);
        }

        Items.Deliver(item);
        return ValueTask.CompletedTask;
    }
}
