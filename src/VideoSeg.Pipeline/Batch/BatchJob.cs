using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Batch;

/// <summary>
/// Works on recordings one after the other with one network. One that fails does not stop the rest; only a failing network does.
/// </summary>
/// <param name="record">Keeps what became of each recording.</param>
/// <param name="time">The clock.</param>
/// <param name="instruments">Shared by all jobs; null where nobody listens.</param>
public sealed class BatchJob(BatchRecord record, TimeProvider time, PipelineInstruments? instruments = null)
{
    /// <summary>Goes on where an earlier run stopped: what the record calls done is skipped, all else is done anew.</summary>
    public bool Resume { get; init; }

    /// <summary>Refuses a batch that would replace results, unless it is resumed or may overwrite; before any work is done.</summary>
    /// <exception cref="VideoSegException">Results are there already (<see cref="FaultKind.Output"/>).</exception>
    public void RequireFree(ImmutableArray<BatchItem> items)
    {
        string[] taken = [.. items.Where(item => !item.Job.Writer.Overwrite).SelectMany(item => item.Results).Where(Path.Exists)];
        if (!Resume && taken.Length > 0)
        {
            string more = taken.Length > 3 ? $" and {taken.Length - 3} more" : "";
            throw new VideoSegException(FaultKind.Output,
                $"expected none of the outputs to exist, found {string.Join(", ", taken.Take(3))}{more}. Add --resume to go on with an earlier run, or --overwrite to do all anew.");
        }
    }

    /// <summary>Runs through the batch. An interruption ends it after the recording in work, which ends in order.</summary>
    /// <returns>A row for each recording that was begun or skipped, in order.</returns>
    /// <exception cref="VideoSegException">The network failed (<see cref="FaultKind.Engine"/>), or the record cannot be written.</exception>
    public async Task<ImmutableArray<BatchRow>> RunAsync(
        ImmutableArray<BatchItem> items, ISegmenter segmenter, IBatchProgress progress, CancellationToken cancellationToken)
    {
        var rows = ImmutableArray.CreateBuilder<BatchRow>(items.Length);
        for (int i = 0; i < items.Length && !cancellationToken.IsCancellationRequested; i++)
        {
            BatchItem item = items[i];
            BatchRow row;
            if (Resume && record.IsDone(item))
            {
                row = new BatchRow(item.Recording.Input, item.Job.Output, BatchStatus.Skipped);
            }
            else
            {
                progress.Begin(item, i + 1, items.Length);
                row = await RunOneAsync(item, segmenter, progress, cancellationToken);
            }

            record.Add(row);
            rows.Add(row);
            progress.End(row);
        }

        return rows.ToImmutable();
    }

    private async Task<BatchRow> RunOneAsync(BatchItem item, ISegmenter segmenter, IBatchProgress progress, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        try
        {
            MakeFolders(item);
            FileJobOptions job = item.Job;
            using FileJob running = FileJob.Open(
                Resume ? job with { Writer = job.Writer with { Overwrite = true } } : job, new PipelineMetrics("file", time, instruments), cancellationToken);
            Task<FileJobReport> run = running.RunAsync(segmenter, cancellationToken);
            await progress.FollowAsync(running, run);
            FileJobReport report = await run;
            return new BatchRow(
                item.Recording.Input, item.Job.Output, report.WasInterrupted ? BatchStatus.Interrupted : BatchStatus.Done, report.FramesOut,
                report.Elapsed.TotalSeconds, report.FramesWithPolyps, report.Polyps, string.Join("; ", report.Notes));
        }
        catch (VideoSegException e) when (e.Kind != FaultKind.Engine)
        {
            return Ended(BatchStatus.Failed, e.Message.ReplaceLineEndings(" "));
        }
        catch (OperationCanceledException)
        {
            return Ended(BatchStatus.Interrupted, "");
        }

        BatchRow Ended(BatchStatus status, string message) =>
            new(item.Recording.Input, item.Job.Output, status, Seconds: time.GetElapsedTime(start).TotalSeconds, Message: message);
    }

    private static void MakeFolders(BatchItem item)
    {
        foreach (string path in item.Results)
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            try
            {
                Directory.CreateDirectory(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new VideoSegException(FaultKind.Output, $"cannot make the folder '{folder}': {e.Message}", e);
            }
        }
    }
}
