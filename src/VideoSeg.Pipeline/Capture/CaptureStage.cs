using System.Threading.Channels;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Capture;

/// <summary>The first stage: reads frames, and packets with the frame that follows them, until the input ends or the pipeline stops.</summary>
internal sealed class CaptureStage(VideoReader reader, StopSignal stop, FrameItemPool items, PipelineMetrics metrics)
{
    /// <summary>So many packets without a frame go on by themselves: an input may hold hours of sound after its last picture.</summary>
    private const int MaximumPackets = 256;

    /// <summary>Whether the input was read to its end, rather than to where somebody stopped it or it failed.</summary>
    public bool ReachedEnd { get; private set; }

    /// <summary>Runs until there is no more to read. Never throws: a failure goes to the stop signal.</summary>
    public async Task RunAsync(ChannelWriter<FrameItem> output)
    {
        await Task.Yield();
        FrameItem item = items.Rent();
        try
        {
            while (!stop.Reaches(PipelineStage.Capture) && Read(item))
            {
                FrameItem full = item;
                item = items.Rent();
                await output.WriteAsync(full);
            }
        }
        catch (OperationCanceledException) when (stop.Reaches(PipelineStage.Capture))
        {
            // Wanted.
        }
#pragma warning disable CA1031 // Whatever it is, the other stages must end in order before it is told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            stop.Fail(PipelineStage.Capture, e);
        }

        await output.WriteAsync(item);
        output.Complete();
    }

    /// <summary>Reads on until the item is worth sending; false at the end, when the item may still hold packets.</summary>
    private bool Read(FrameItem item)
    {
        long start = metrics.Time.GetTimestamp();
        while (item.Packets.Count < MaximumPackets)
        {
            ReadStatus status = reader.Read(out VideoFrame? frame, out MediaPacket? packet);
            if (status == ReadStatus.End)
            {
                ReachedEnd = true;
                return false;
            }

            if (status == ReadStatus.Frame)
            {
                item.Frame = frame;
                item.CapturedAt = metrics.Time.GetTimestamp();
                metrics.Captured();
                metrics.RecordSince(MeasuredStep.Decode, start);
                return true;
            }

            item.Packets.Add(packet!);
        }

        return true;
    }
}
