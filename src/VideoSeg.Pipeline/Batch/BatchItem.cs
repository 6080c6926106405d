using VideoSeg.Pipeline.Jobs;

namespace VideoSeg.Pipeline.Batch;

/// <summary>One recording of a batch.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="Job">What is done with it, and where its results go.</param>
public sealed record BatchItem(Recording Recording, FileJobOptions Job)
{
    /// <summary>The files and folders that are there once it is done.</summary>
    public IEnumerable<string> Results =>
        new[] { Job.Output, Job.Masks, Job.Detections, Job.Thumbnails, Job.Report, Job.Coco, Job.Yolo, Job.Touched }.OfType<string>();

    /// <summary>Whether all results are there: files reach their names only when they are whole.</summary>
    public bool IsDone => Results.All(Path.Exists);
}
