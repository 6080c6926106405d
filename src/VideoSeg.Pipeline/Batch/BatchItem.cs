namespace VideoSeg.Pipeline.Batch;

/// <summary>One recording of a batch and where its results go.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="Output">The annotated recording.</param>
/// <param name="Masks">Its masks; null: none are written.</param>
/// <param name="Detections">Its detections; null: none are written.</param>
public sealed record BatchItem(Recording Recording, string Output, string? Masks, string? Detections)
{
    /// <summary>Folder of its thumbnails; null: none are written.</summary>
    public string? Thumbnails { get; init; }

    /// <summary>Its report; null: none is written.</summary>
    public string? Report { get; init; }

    /// <summary>Its polyps in COCO's format; null: they are not written.</summary>
    public string? Coco { get; init; }

    /// <summary>Folder of its polyps in YOLO's format; null: they are not written.</summary>
    public string? Yolo { get; init; }

    /// <summary>Its touched pixels; null: they are not written.</summary>
    public string? Touched { get; init; }

    /// <summary>The files and folders that are there once it is done; of thumbnails there may be none.</summary>
    public IEnumerable<string> Results => new[] { Output, Masks, Detections, Report, Coco, Yolo, Touched }.OfType<string>();

    /// <summary>Whether all results are there: files reach their names only when they are whole.</summary>
    public bool IsDone => Results.All(Path.Exists);
}
