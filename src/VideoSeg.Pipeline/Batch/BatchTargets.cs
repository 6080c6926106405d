namespace VideoSeg.Pipeline.Batch;

/// <summary>Where the results of many recordings go: folders, each mirroring the folders that the recordings lie in.</summary>
public sealed record BatchTargets
{
    /// <summary>Folder of the annotated recordings: <c>CASE.mp4</c>, or the source's own container where it is one of .mp4, .mov and .mkv.</summary>
    public required string Output { get; init; }

    /// <summary>Folder of the masks, lossless videos: <c>CASE.masks.mkv</c>. Default null: none are written.</summary>
    public string? Masks { get; init; }

    /// <summary>Folder of the detections: <c>CASE.jsonl</c>. Default null: none are written.</summary>
    public string? Detections { get; init; }

    /// <summary>Folder of the thumbnails, with a folder <c>CASE</c> for each recording. Default null: none are written.</summary>
    public string? Thumbnails { get; init; }

    /// <summary>Folder of the reports: <c>CASE.html</c>. Default null: none are written.</summary>
    public string? Report { get; init; }

    /// <summary>Folder of the polyps in COCO's format: <c>CASE.coco.json</c>. Default null: they are not written.</summary>
    public string? Coco { get; init; }

    /// <summary>Folder of the polyps in YOLO's format: a folder <c>CASE.yolo</c> for each. Default null: they are not written.</summary>
    public string? Yolo { get; init; }

    /// <summary>Folder of the touched pixels, lossless videos: <c>CASE.touched.mkv</c>. Default null: they are not written.</summary>
    public string? Touched { get; init; }

    /// <summary>Ending of all annotated recordings: <c>.mkv</c>. Default null: the source's own where it can be written, else .mkv.</summary>
    public string? Container { get; init; }
}
