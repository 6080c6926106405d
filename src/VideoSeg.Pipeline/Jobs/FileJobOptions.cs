using System.ComponentModel.DataAnnotations;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Renditions;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tracking;

namespace VideoSeg.Pipeline.Jobs;

/// <summary>One recording in, one annotated recording out.</summary>
public sealed record FileJobOptions
{
    /// <summary>A path, or any URL FFmpeg reads.</summary>
    [Required]
    public required string Input { get; init; }

    /// <summary>A path, or any URL FFmpeg writes. Its ending chooses the container.</summary>
    [Required]
    public required string Output { get; init; }

    /// <summary>
    /// Where the masks go. A name that ends in .mkv, .mov, .avi or .mp4: a lossless gray video (FFV1; in .mp4 H.264 without loss).
    /// Anything else: a folder with a PNG for each frame. Default null: nowhere.
    /// </summary>
    public string? Masks { get; init; }

    /// <summary>Where the detections go, a line of JSON for each frame. Default null: nowhere.</summary>
    public string? Detections { get; init; }

    /// <summary>Folder for the best view of each polyp, as JPEG. Needs <see cref="Steady"/> to be enabled. Default null: none.</summary>
    public string? Thumbnails { get; init; }

    /// <summary>Where the report goes, one page of HTML. Needs <see cref="Steady"/> to be enabled. Default null: nowhere.</summary>
    public string? Report { get; init; }

    /// <summary>SHA-256 of the file of weights in hexadecimal digits, for the report. Default null: it is not told.</summary>
    public string? WeightsSha256 { get; init; }

    /// <summary>Where the polyps go as a data set in COCO's format, one JSON file. Default null: nowhere.</summary>
    public string? Coco { get; init; }

    /// <summary>The folder that the polyps go to as a data set in YOLO's segmentation format. Default null: nowhere.</summary>
    public string? Yolo { get; init; }

    /// <summary>
    /// Where the pixels that were drawn on go: a lossless gray video (.mkv, .mov, .avi: FFV1; .mp4: H.264), 255 where any sample may differ from the
    /// source's, chroma footprint included. Default null: nowhere.
    /// </summary>
    public string? Touched { get; init; }

    /// <summary>The field of view, outside which nothing is looked for or drawn. Default: it is found.</summary>
    public FieldSetting Field { get; init; } = FieldSetting.Auto;

    /// <summary>
    /// Blanks everything outside the field in every frame before anything else is done with it, and leaves out other tracks with pictures. Refused
    /// where the field is to be found and none stands out. Default false.
    /// </summary>
    public bool Redact { get; init; }

    /// <summary>What counts as a polyp.</summary>
    public PolypOptions Polyps { get; init; } = new();

    /// <summary>Which frames the network looks at.</summary>
    public AnalysisOptions Analysis { get; init; } = new();

    /// <summary>How masks are kept steady, and polyps followed, from frame to frame.</summary>
    public SteadyOptions Steady { get; init; } = new();

    /// <summary>What the output shows. Default: the recording with the polyps drawn on it.</summary>
    [EnumDataType(typeof(Rendition))]
    public Rendition Rendition { get; init; } = Rendition.Overlay;

    /// <summary>What is drawn.</summary>
    public OverlayOptions Overlay { get; init; } = new();

    /// <summary>How the input is read.</summary>
    public VideoReaderOptions Reader { get; init; } = new();

    /// <summary>How the output is encoded. Its <see cref="VideoWriterOptions.Overwrite"/> holds for masks and detections too.</summary>
    public VideoWriterOptions Writer { get; init; } = new();
}
