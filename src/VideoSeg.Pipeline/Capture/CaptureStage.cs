using System.Threading.Channels;
using VideoSeg.Model;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;
using VideoSeg.Pipeline.Preprocess;

namespace VideoSeg.Pipeline.Capture;

/// <summary>
/// The first stage: reads frames, and packets with the frame that follows them, until the input ends or the pipeline stops, and marks each frame
/// with the field of view. Where that is still to be found the first frames wait until it is.
/// </summary>
internal sealed class CaptureStage(VideoReader reader, FieldMarker fields, StopSignal stop, FrameItemPool items, PipelineMetrics metrics)
{
    /// <summary>So many packets without a frame go on by themselves: an input may hold hours of sound after its last picture.</summary>
    private const int MaximumPackets = 256;

    /// <summary>So many items at most wait for the field to be found.</summary>
    private const int MaximumWaiting = 64;

    private readonly List<FrameItem> _waiting = [];

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
                await HandOnAsync(full, output);
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

        await EndWaitAsync(output);
        await output.WriteAsync(item);
        output.Complete();
    }

    private async ValueTask HandOnAsync(FrameItem item, ChannelWriter<FrameItem> output)
    {
        if (fields.Field is not null)
        {
            await MarkAsync(item, output);
            return;
        }

        _waiting.Add(item);
        if (item.Frame is { } frame)
        {
            fields.Look(frame);
        }

        if (fields.HasSeenEnough || _waiting.Count >= MaximumWaiting)
        {
            await EndWaitAsync(output);
        }
    }

    /// <summary>Settles the field, and lets go what waits for it.</summary>
    private async ValueTask EndWaitAsync(ChannelWriter<FrameItem> output)
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        try
        {
            if (fields.Field is null && fields.Pictures > 0)
            {
                fields.Settle();
            }
        }
        catch (VideoSegException e)
        {
            stop.Fail(PipelineStage.Capture, e);
        }

        foreach (FrameItem item in _waiting)
        {
            await MarkAsync(item, output);
        }

        _waiting.Clear();
    }

    private async ValueTask MarkAsync(FrameItem item, ChannelWriter<FrameItem> output)
    {
        if (item.Frame is { } frame)
        {
            // A frame that is not marked may show what is to be blanked.
            if (stop.Failure is not null && fields.Field is null)
            {
                items.Drop(item, stop.Reason);
                return;
            }

            try
            {
                item.Frame = fields.Mark(frame);
            }
#pragma warning disable CA1031 // Whatever it is, the other stages must end in order before it is told.
            catch (Exception e)
#pragma warning restore CA1031
            {
                stop.Fail(PipelineStage.Capture, e);
                items.Fail(item, PipelineStage.Capture);
                return;
            }
        }

        await output.WriteAsync(item);
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
