using System.Threading.Channels;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Jobs;

/// <summary>
/// A stage that takes one item at a time, works on it and hands it on, waiting while the next stage is busy. It always takes in everything
/// that comes; once the stop signal reaches it, it gives the items up instead.
/// </summary>
internal abstract class FrameStage(PipelineStage stage, StopSignal stop, FrameItemPool items)
{
    /// <summary>Which stage this is.</summary>
    protected PipelineStage Stage { get; } = stage;

    /// <summary>How far the pipeline has stopped.</summary>
    protected StopSignal Stop { get; } = stop;

    /// <summary>Where items go when they end here.</summary>
    protected FrameItemPool Items { get; } = items;

    /// <summary>Runs until the input ends. Never throws: a failure goes to the stop signal.</summary>
    public async Task RunAsync(ChannelReader<FrameItem> input, ChannelWriter<FrameItem>? output)
    {
        // The caller starts several stages one after the other.
        await Task.Yield();
        while (await input.WaitToReadAsync())
        {
            while (input.TryRead(out FrameItem? item))
            {
                if (await TryWorkAsync(item) && output is not null)
                {
                    await output.WriteAsync(item);
                }
            }
        }

        output?.Complete();
    }

    /// <summary>Works on an item. The last stage ends it; the others leave it for the next.</summary>
    protected abstract ValueTask WorkAsync(FrameItem item);

    /// <summary>Whether what comes is given up, unworked.</summary>
    protected virtual bool GivesUp => Stop.Reaches(Stage);

    /// <summary>Waits until nobody else needs an item that will not be worked on. Never throws.</summary>
    protected virtual ValueTask GiveUpAsync(FrameItem item) => ValueTask.CompletedTask;

    private async ValueTask<bool> TryWorkAsync(FrameItem item)
    {
        if (GivesUp)
        {
            await GiveUpAsync(item);
            Items.Drop(item, Stop.Reason);
            return false;
        }

        try
        {
            await WorkAsync(item);
            return true;
        }
        catch (OperationCanceledException) when (Stop.Reaches(Stage))
        {
            Items.Drop(item, Stop.Reason);
        }
#pragma warning disable CA1031 // Whatever it is, the other stages must end in order before it is told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Stop.Fail(Stage, e);
            Items.Fail(item, Stage);
        }

        return false;
    }
}
