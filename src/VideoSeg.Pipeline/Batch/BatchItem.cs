namespace VideoSeg.Pipeline.Batch;

/// <summary>One recording of a batch and where its results go.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="Output">The annotated recording.</param>
/// <param name="Masks">Its masks; null: none are written.</param>
/// <param name="Detections">Its detections; null: none are written.</param>
public sealed record BatchItem(Recording Recording, string Output, string? Masks, string? Detections)
{
    /// <summary>Whether all results are there: files reach their names only when they are whole.</summary>
    public bool IsDone => File.Exists(Output) && (Masks is null || File.Exists(Masks)) && (Detections is null || File.Exists(Detections));
}
