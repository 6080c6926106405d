using VideoSeg.Pipeline.Jobs;

namespace VideoSeg.Pipeline.Batch;

/// <summary>Shows a batch while it runs. Called by one thread at a time.</summary>
public interface IBatchProgress
{
    /// <summary>A recording is begun.</summary>
    /// <param name="item">Which.</param>
    /// <param name="number">Its number in the batch, from 1.</param>
    /// <param name="count">Recordings in the batch.</param>
    void Begin(BatchItem item, int number, int count);

    /// <summary>Shows the recording's job until it ends; does not tell how it ended.</summary>
    Task FollowAsync(FileJob job, Task run);

    /// <summary>A recording has ended, or was skipped.</summary>
    void End(BatchRow row);
}
